"""The support path: who helps with what, and whom to call."""
