"""What groups send to HR."""
