"""HR and the system administrator keep people."""
