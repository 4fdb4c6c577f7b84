"""Verme: peer-group mentoring, from the call to the closing of a season."""
