"""The support path."""
