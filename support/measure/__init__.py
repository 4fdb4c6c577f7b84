"""The library of measures."""
