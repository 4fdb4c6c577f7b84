"""Group VatuPassi: a team marks the levels together, without names."""
