"""Surveys and topic polls: their questions, and what is computed of the answers. No database here."""
