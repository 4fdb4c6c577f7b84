"""What exists, cut by subject."""
