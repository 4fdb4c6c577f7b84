"""Bookable times for a whole team."""
