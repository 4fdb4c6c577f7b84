"""Rows of the role table for the library of measures: everybody's, kept by HR."""

from tests.access.table import ALL, MOVED, ONE, row

WORDS = {"kind": "proactive", "name_fi": "Kahvihetki", "revision": "0"}

row("GET measure_list", EVERYBODY=ALL)
row("POST measure_suggest", EVERYBODY=ALL, answer=MOVED, data=lambda world: {"text": "x", "kind": "proactive"})
row("GET measure_new", HR=ALL)
row("POST measure_new", HR=ALL, answer=MOVED, data=lambda world: WORDS)
for measure in ("measure", "measure_proposal"):
    row("GET measure_edit", measure, HR=ALL, states=ONE)
    row("POST measure_edit", measure, HR=ALL, answer=MOVED, states=ONE, data=lambda world: WORDS)
    row("POST measure_use", measure, HR=ALL, answer=MOVED, states=ONE)
    row("POST measure_dismiss", measure, HR=ALL, answer=MOVED, states=ONE)
