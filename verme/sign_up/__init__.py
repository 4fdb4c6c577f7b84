"""Signing up, the waiting list, leaving."""
