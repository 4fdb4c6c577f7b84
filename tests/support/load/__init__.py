"""Notices of load."""
