"""Near-support people."""
