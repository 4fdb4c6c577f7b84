"""Who leads workshops."""
