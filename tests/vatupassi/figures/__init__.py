"""Figures of conversations."""
