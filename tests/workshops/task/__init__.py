"""Group work."""
