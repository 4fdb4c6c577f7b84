"""The employer's settings."""
