"""A second person for every new way into an account."""
