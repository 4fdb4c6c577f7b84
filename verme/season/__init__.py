"""A season of groups, as HR runs it."""
