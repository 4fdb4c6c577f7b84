"""What the two bring into a conversation before it."""
