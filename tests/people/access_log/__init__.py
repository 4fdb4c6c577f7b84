"""Who has read my data."""
