"""The next step along the support path, and the summary that goes along."""
