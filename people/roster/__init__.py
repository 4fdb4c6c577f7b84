"""People, units and supervision from a file (docs/decisions/0026-people-from-a-file.md)."""
