"""Who may see and do what: the table and its tests."""
