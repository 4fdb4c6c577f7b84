"""The mentors' training."""
