"""The thirteen method cards."""
