"""Coming back to what was agreed."""
