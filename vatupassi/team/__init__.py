"""The supervisor's team."""
