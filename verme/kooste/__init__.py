"""What HR reads of a meeting."""
