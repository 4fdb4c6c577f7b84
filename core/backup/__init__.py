"""Backups, the journal beside them, and what a restore has to do before anybody may look."""
