"""Diaries: of the mentor, and of whoever is being trained."""
