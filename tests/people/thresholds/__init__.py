"""The smallest groups."""
