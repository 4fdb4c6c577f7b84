"""Rows of the role table for workshops. Who is what to them: tests/workshops_world.py."""

from __future__ import annotations

from typing import Any

from tests.access.table import ALL, MOVED, ONE, row
from tests.states import World

UNIT = {"supervisor": ALL, "deputy": ALL, "employee": ALL, "colleague": ALL, "states": ONE}  # who work in the kitchen
LEADS = {"supervisor": ALL, "states": ONE}  # named on it
MAKERS = {"LEADERS": ALL, "HR": ALL}


def when(world: World) -> dict[str, Any]:
    """A valid workshop."""
    return {"title": "Päivä", "day": "3.12.2027", "clock": "9.15", "language": "fi", "open_to": "unit"}


def its(name: str, field: str = "block") -> Any:
    """A form that names one of the world's objects."""
    return lambda world: {field: world.ids[name]}


# ---- For everybody, each with their own

row("GET workshops", EVERYBODY=ALL)
row("GET agenda_new", **MAKERS)
row("GET workshop_export_csv", **MAKERS)
row("GET workshop_export_xlsx", **MAKERS)
row("POST workshop_export_xlsx", **MAKERS, answer=MOVED)
row("POST agenda_new", **MAKERS)  # an empty form comes back
row("POST template_remove", "agenda_own_template", director=ALL, answer=MOVED, states=ONE)

# ---- HR's register

row("GET facilitator_list", HR=ALL)
row("POST facilitator_add", HR=ALL, answer=MOVED, data=lambda world: {"person": world.people["stranger"].pk})
row("POST facilitator_remove", "agenda_facilitator", HR=ALL, answer=MOVED, states=ONE)

row("POST agenda_adopt", "agenda_orphan", HR=ALL, answer=MOVED, states=ONE)

# ---- A published one of the unit, a draft, one for all

for name in ("agenda_detail", "programme_pdf", "agenda_calendar", "agenda_now"):
    row(f"GET {name}", "agenda", **UNIT)
row("GET agenda_detail", "agenda_draft", director=ALL, states=ONE)
row("GET agenda_detail", "agenda_all", EVERYBODY=ALL, states=ONE)
row("GET agenda_now", "agenda_on", **UNIT)
row("GET attachment_file", "agenda_file", **UNIT)
for name in ("workshop_sign_up", "workshop_withdraw"):
    row(f"POST {name}", "agenda", **UNIT, answer=MOVED)

# ---- Its facilitators'

for name in ("agenda_build", "agenda_edit", "block_new", "programme_pdf_full", "participant_list", "participant_pdf"):
    row(f"GET {name}", "agenda", **LEADS)
row("GET agenda_run", "agenda", **LEADS)
row("GET agenda_run", "agenda_on", **LEADS)
row("GET agenda_build", "agenda_draft", director=ALL, states=ONE)
row("GET block_edit", "agenda_block", **LEADS)
for name in ("agenda_edit", "block_new", "guest_add", "template_save"):
    row(f"POST {name}", "agenda", **LEADS)  # an empty form comes back
for name in ("block_edit", "attachment_add"):
    row(f"POST {name}", "agenda_block", **LEADS)
row("POST attachment_remove", "agenda_file", **LEADS, answer=MOVED)
for name in ("agenda_publish", "agenda_cancel", "agenda_remove", "facilitating_add", "facilitating_remove"):
    row(f"POST {name}", "agenda", **LEADS, answer=MOVED)
for name in ("presence_mark", "guest_remove", "agenda_undo", "agenda_copy"):
    row(f"POST {name}", "agenda", **LEADS, answer=MOVED)
row("POST agenda_arrange", "agenda", **LEADS, answer=MOVED, data=its("agenda_block", "duplicate"))
row("POST agenda_run_act", "agenda", **LEADS, answer=MOVED, act="aloita")
for act in ("seuraava", "paata", "jatka", "ohita", "valmis", "peru"):
    row("POST agenda_run_act", "agenda_on", **LEADS, answer=MOVED, act=act, data=its("agenda_on_next"))
