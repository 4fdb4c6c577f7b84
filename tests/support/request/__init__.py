"""Requests for help to HR."""
