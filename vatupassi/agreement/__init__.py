"""What the two agree on."""
