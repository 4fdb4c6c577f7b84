"""HR plans a season and opens its call."""
