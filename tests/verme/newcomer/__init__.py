"""Whoever comes into a group that is going on."""
