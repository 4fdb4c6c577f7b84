"""The written models."""
