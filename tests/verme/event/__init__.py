"""The season's closing and the mentors' meeting."""
