"""What people fill in, cut by subject."""
