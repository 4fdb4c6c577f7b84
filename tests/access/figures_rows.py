"""Rows of the role table for figures. What there is: tests/states.py, `figures_around`."""

from tests.access.table import ALL, MOVED, ONE, row

row("GET figures", EVERYBODY=ALL)
for name in ("figures_of_term", "figures_pdf", "figures_xlsx"):
    row(f"GET {name}", EVERYBODY=ALL, states=ONE, year=2025, half="kevat")
    row(f"GET {name}", states=ONE, year=2025, half="syksy")  # not released: for HR it is not there either
    row(f"GET {name}", states=ONE, year=2025, half="talvi")
row("POST figures_release", HR=ALL, answer=MOVED, states=ONE, year=2025, half="syksy")
row("GET evidence", HR=ALL)
row("GET evidence_pdf", HR=ALL)
