"""A year of Verme on a page."""
