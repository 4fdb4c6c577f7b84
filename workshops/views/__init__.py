"""Pages, cut by subject."""
