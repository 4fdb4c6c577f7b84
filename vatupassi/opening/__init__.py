"""Read access for others."""
