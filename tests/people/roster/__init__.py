"""People, units and supervision from a file."""
