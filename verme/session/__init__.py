"""A meeting of a group."""
