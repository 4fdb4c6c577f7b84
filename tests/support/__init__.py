"""Near-support."""
