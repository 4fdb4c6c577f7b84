"""Guides in short."""
