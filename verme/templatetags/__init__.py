"""Filters of Verme's templates."""
