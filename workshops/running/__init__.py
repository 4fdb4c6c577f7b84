"""The day as it goes."""
