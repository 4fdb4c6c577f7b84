"""Mentors: the register, and who leads which group."""
