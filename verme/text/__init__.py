"""What a group writes for itself."""
