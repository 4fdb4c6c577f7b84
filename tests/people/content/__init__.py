"""Texts that HR words anew."""
