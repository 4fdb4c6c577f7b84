"""Views of the VatuPassi."""
