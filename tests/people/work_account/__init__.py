"""Signing in with a work account, at a real provider."""
