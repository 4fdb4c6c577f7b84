"""Everything about me."""
