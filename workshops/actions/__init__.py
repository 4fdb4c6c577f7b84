"""What changes several rows of workshops at once."""
