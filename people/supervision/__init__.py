"""Who leads whom."""
