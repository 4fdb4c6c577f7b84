"""Live rooms and what is done in them."""
