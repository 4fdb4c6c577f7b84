"""The ground rules of a group."""
