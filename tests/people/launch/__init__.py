"""Taking into use."""
