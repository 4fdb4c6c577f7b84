"""What members write of a meeting."""
