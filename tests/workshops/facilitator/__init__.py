"""Facilitator."""
