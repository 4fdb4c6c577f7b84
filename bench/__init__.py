"""What is measured by hand: `make bench` (figures against floors of the same run), `make pictures` (for the README)."""
