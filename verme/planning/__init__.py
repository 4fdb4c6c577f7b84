"""HR plans a season on one page, from the one before, and opens its call."""
