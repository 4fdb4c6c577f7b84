"""A group: who is inside, and its own page."""
