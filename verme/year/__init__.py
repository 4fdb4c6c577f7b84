"""One year of Verme on a page, for the management team."""
