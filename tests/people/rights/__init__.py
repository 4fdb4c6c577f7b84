"""Rights over one's own data, and the data protection officer."""
