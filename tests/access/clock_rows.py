"""Rows of the role table for the annual clock. Who is what to it: tests/clock_world.py."""

from __future__ import annotations

from typing import Any

from tests.access.table import ALL, MOVED, ONE, row
from tests.states import World

KEEPERS = {"HR": ALL, "LEADERS": ALL}
KITCHEN = {"supervisor": ALL, "deputy": ALL, "director": ALL, "states": ONE}  # lead the employee's unit
FORM = {"title_fi": "Asia", "ring": "strategic", "level": "community", "months": ["3"], "revision": "0"}


def kitchen(world: World) -> dict[str, Any]:
    """An event of the employee's unit."""
    return FORM | {"unit": world.ids["unit"]}


row("GET annual_clock", EVERYBODY=ALL)
row("GET annual_clock", employee=ALL, colleague=ALL, **KITCHEN, query=lambda world: {"unit": world.ids["unit"]})
row("GET clock_pdf", EVERYBODY=ALL)
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

# ---- Forums: of the employee's unit, and one of the whole organisation

MEMBERS = {"employee": ALL, "colleague": ALL, **KITCHEN}
FORUM = {"name_fi": "Foorumi", "kind": "group", "rhythm": "weekly", "revision": "0"}
WHEN = {"day": "3.3.2028", "clock": "9.15"}


def kitchens(world: World) -> dict[str, Any]:
    """A forum of the employee's unit."""
    return FORUM | {"unit": world.ids["unit"]}


row("GET forum_list", EVERYBODY=ALL)
row("GET forum_new", **KEEPERS)
row("POST forum_new", **KEEPERS, data=lambda world: FORUM | {"name_fi": ""})
row("GET forum_detail", "forum_all", EVERYBODY=ALL, states=ONE)
row("GET forum_edit", "forum_all", HR=ALL, states=ONE)
row("POST forum_plan", "forum_all", HR=ALL, answer=MOVED, states=ONE, data=lambda world: {"plan": "x", "version": "0"})
row("GET forum_detail", "forum", **MEMBERS)
for name in ("forum_edit", "forum_row_new", "forum_meeting_new"):
    row(f"GET {name}", "forum", **KITCHEN)
row("POST forum_edit", "forum", **KITCHEN, answer=MOVED, data=kitchens)
row("POST forum_remove", "forum_empty", **KITCHEN, answer=MOVED)
row("POST forum_plan", "forum", **KITCHEN, answer=MOVED, data=lambda world: {"plan": "x", "version": "0"})
row("POST forum_row_new", "forum", **KITCHEN, answer=MOVED, data=lambda world: {"matter": "x"})
row("POST forum_meeting_new", "forum", **KITCHEN, answer=MOVED, data=lambda world: WHEN)
row("GET forum_row_edit", "forum_row", **KITCHEN)
row("POST forum_row_edit", "forum_row", **KITCHEN, answer=MOVED, data=lambda world: {"matter": "x"})
for act in ("tehty", "kesken", "poista"):
    row("POST forum_row_act", "forum_row", **KITCHEN, answer=MOVED, act=act)
row("POST forum_row_act", "forum_row", states=ONE, act="muuta")
for name in ("forum_meeting", "forum_meeting_pdf"):
    row(f"GET {name}", "forum_meeting", **MEMBERS)
row("GET forum_calendar", "forum", **MEMBERS)
row("GET forum_tree_pdf", EVERYBODY=ALL)
row("GET forum_meeting_edit", "forum_meeting", **KITCHEN)
row("POST forum_meeting_edit", "forum_meeting", **KITCHEN, answer=MOVED, data=lambda world: WHEN)
row("POST forum_meeting_remove", "forum_meeting", **KITCHEN, answer=MOVED)
row("GET forum_item_new", "forum_meeting", **KITCHEN)
row("POST forum_item_new", "forum_meeting", **KITCHEN, answer=MOVED, data=lambda world: {"title": "x", "minutes": "5"})
row("GET forum_item_edit", "forum_item", **KITCHEN)
row("POST forum_item_edit", "forum_item", **KITCHEN, answer=MOVED, data=lambda world: {"title": "x", "minutes": "5"})
for act in ("ylos", "poista", "taulukkoon"):
    row("POST forum_item_act", "forum_item", **KITCHEN, answer=MOVED, act=act)
row("POST forum_item_act", "forum_item", states=ONE, act="muuta")
