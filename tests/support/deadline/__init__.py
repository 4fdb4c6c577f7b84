"""Deadlines of a long absence."""
