"""Rows of the role table for joint events, training and certificates. Who is what: tests/training_world.py."""

from __future__ import annotations

from typing import Any

from tests.access.table import ALL, MOVED, ONE, row
from tests.states import World

# ---- The season's closing: HR arranges, the season's members and mentors come

COMES = {"employee": ALL, "deputy": ALL, "supervisor": ALL, "other_hr": ALL, "states": ONE}


def event_fields(world: World) -> dict[str, Any]:
    """A valid event with one line of programme."""
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-clock": "12", "form-0-title": "Lounas"}
    hours = {"day": "31.5.2027", "clock": "12", "until": "16"}
    return {"title": "Päätös", "language": "fi"} | hours | rows


CLOSING = {"query": lambda world: {"kind": "closing"}}
row("GET event_new", "verme_season", HR=ALL, states=ONE, **CLOSING)
row("POST event_new", "verme_season", states=ONE, data=event_fields)  # of no kind
for name in ("event_detail", "event_calendar", "event_pdf"):
    row(f"GET {name}", "verme_event", HR=ALL, **COMES)
row("GET event_detail", "verme_event_draft", HR=ALL, states=ONE)
row("GET event_edit", "verme_event", HR=ALL, states=ONE)
row("POST event_edit", "verme_event", HR=ALL, answer=MOVED, states=ONE, data=event_fields)
row("POST event_invite", "verme_event_draft", HR=ALL, answer=MOVED, states=ONE)
row("POST event_cancel", "verme_event", HR=ALL, answer=MOVED, states=ONE)
for name in ("event_join", "event_leave"):
    row(f"POST {name}", "verme_event", **COMES, answer=MOVED)
    row(f"POST {name}", "verme_event_draft", states=ONE)
