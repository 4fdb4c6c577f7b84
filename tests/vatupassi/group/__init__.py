"""A team's own picture."""
