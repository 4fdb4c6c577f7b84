"""Forums, their meetings, tables and plans."""
