"""Who has read one's data."""
