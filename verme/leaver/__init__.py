"""Whose employment has ended."""
