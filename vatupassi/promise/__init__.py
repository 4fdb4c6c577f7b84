"""What one has been promised and has promised, over all conversations."""
