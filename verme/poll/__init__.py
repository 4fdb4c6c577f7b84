"""Choosing a time together."""
