"""Everything about one person, for that person."""
