"""How the site is, for the system administrator."""
