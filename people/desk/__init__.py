"""HR's desk: what has come to HR and who sees to it, what waits, and the row of HR's pages."""
