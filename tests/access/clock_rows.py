"""Rows of the role table for the annual clock. Who is what to it: tests/clock_world.py."""

from __future__ import annotations

from typing import Any

from tests.access.table import ALL, MOVED, ONE, row
from tests.states import World

KEEPERS = {"HR": ALL, "LEADERS": ALL}
KITCHEN = {"supervisor": ALL, "deputy": ALL, "director": ALL, "states": ONE}  # lead the employee's unit
FORM = {"title_fi": "Asia", "ring": "strategic", "level": "community", "months": ["3"]}


def kitchen(world: World) -> dict[str, Any]:
    """An event of the employee's unit."""
    return FORM | {"unit": world.ids["unit"]}


row("GET annual_clock", EVERYBODY=ALL)
row("GET annual_clock", employee=ALL, colleague=ALL, **KITCHEN, query=lambda world: {"unit": world.ids["unit"]})
row("GET clock_poster", EVERYBODY=ALL)
row("GET clock_event_new", **KEEPERS)
row("POST clock_event_new", **KEEPERS, data=lambda world: FORM | {"title_fi": ""})
row("POST clock_fill", HR=ALL, answer=MOVED)
row("POST clock_fill", **KITCHEN, answer=MOVED, data=lambda world: {"unit": world.ids["unit"]})
row("GET clock_event_edit", "clock_event", HR=ALL, states=ONE)
row("POST clock_event_edit", "clock_event", HR=ALL, answer=MOVED, states=ONE, data=lambda world: FORM)
row("POST clock_event_remove", "clock_event", HR=ALL, answer=MOVED, states=ONE)
row("GET clock_event_edit", "clock_event_unit", **KITCHEN)
row("POST clock_event_edit", "clock_event_unit", **KITCHEN, answer=MOVED, data=kitchen)
row("POST clock_event_remove", "clock_event_unit", **KITCHEN, answer=MOVED)
