"""Places in a workshop."""
