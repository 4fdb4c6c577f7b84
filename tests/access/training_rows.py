"""Rows of the role table for joint events, training and certificates. Who is what: tests/training_world.py."""

from __future__ import annotations

from typing import Any

from tests.access.table import ALL, MOVED, ONE, row
from tests.states import World

# ---- The season's closing: HR arranges, the season's members and mentors come

COMES = {"employee": ALL, "deputy": ALL, "supervisor": ALL, "other_hr": ALL, "states": ONE}


def event_fields(world: World) -> dict[str, Any]:
    """A valid event."""
    return {"title": "Päätös", "language": "fi", "day": "31.5.2027", "clock": "12", "until": "16", "revision": "0"}


CLOSING = {"query": lambda world: {"kind": "closing"}}
row("GET event_new", "verme_season", HR=ALL, states=ONE, **CLOSING)
row("POST event_new", "verme_season", states=ONE, data=event_fields)  # of no kind
row("GET event_detail", "verme_event", HR=ALL, **COMES)
# its programme in the workshops: HR leads it, the invited read it
for name in ("agenda_detail", "programme_pdf", "agenda_calendar", "agenda_now"):
    row(f"GET {name}", "verme_agenda", HR=ALL, **COMES)
row("GET agenda_detail", "verme_agenda_draft", HR=ALL, states=ONE)
for name in ("agenda_build", "agenda_edit", "agenda_run", "participant_list", "participant_pdf"):
    row(f"GET {name}", "verme_agenda", HR=ALL, states=ONE)
for name in ("agenda_publish", "agenda_cancel", "agenda_remove"):
    row(f"POST {name}", "verme_agenda", states=ONE)  # only in Verme
row("GET event_detail", "verme_event_draft", HR=ALL, states=ONE)
row("GET event_edit", "verme_event", HR=ALL, states=ONE)
row("POST event_edit", "verme_event", HR=ALL, answer=MOVED, states=ONE, data=event_fields)
row("POST event_invite", "verme_event_draft", HR=ALL, answer=MOVED, states=ONE)
row("POST event_cancel", "verme_event", HR=ALL, answer=MOVED, states=ONE)
for name in ("event_join", "event_leave"):
    row(f"POST {name}", "verme_event", **COMES, answer=MOVED)
    row(f"POST {name}", "verme_event_draft", states=ONE)


# ---- The mentors' training: HR arranges, the director trains, the employee takes part, the colleague has stopped

TRAINS = {"HR": ALL, "director": ALL, "states": ONE}
TAKES_PART = {"employee": ALL, "stranger": ALL, "states": ONE}


def training_fields(world: World) -> dict[str, Any]:
    """A valid training."""
    return {"name": "Koulutus", "language": "fi", "revision": "0"}


def seminar_fields(world: World) -> dict[str, Any]:
    """A valid seminar."""
    return {"title": "Aloitus", "day1": "31.5.2027", "from1": "9", "until1": "16", "revision": "0"}


def task_fields(world: World) -> dict[str, Any]:
    """A valid task."""
    return {"seminar": world.ids["verme_seminar"], "text": "Kokeile janaa", "due_on": "31.5.2027"}


def whom(role: str) -> Any:
    """A participant."""
    return lambda world: {"person": world.people[role].pk}


row("GET training_list", **TRAINS)
row("GET training_new", HR=ALL)
row("POST training_new", HR=ALL, answer=MOVED, data=training_fields)
row("GET training_detail", "verme_training", **TRAINS)
row("GET training_edit", "verme_training", HR=ALL, states=ONE)
row("POST training_edit", "verme_training", HR=ALL, answer=MOVED, states=ONE, data=training_fields)
row("POST training_take_in", "verme_training", HR=ALL, answer=MOVED, states=ONE, data=whom("supervisor"))
for name in ("training_take_out", "training_qualify"):
    row(f"POST {name}", "verme_place", HR=ALL, answer=MOVED, states=ONE)
row("GET training_seminar", "verme_seminar", HR=ALL, states=ONE)
row("POST training_seminar", "verme_seminar", HR=ALL, answer=MOVED, states=ONE, data=seminar_fields)
row("GET training_day", "verme_seminar_day", **TRAINS)
row("POST training_mark", "verme_seminar_day", **TRAINS, answer=MOVED, data=whom("employee"))
row("GET training_calendar", "verme_seminar_day", **{**TRAINS, **TAKES_PART})
row("GET agenda_detail", "verme_day_agenda", **{**TRAINS, **TAKES_PART})
row("GET agenda_build", "verme_day_agenda", **TRAINS)
row("GET participant_list", "verme_day_agenda", **TRAINS, answer=MOVED)  # to the attendance of the training
row("GET training_task_new", "verme_training", **TRAINS)
row("POST training_task_new", "verme_training", **TRAINS, answer=MOVED, data=task_fields)
row("GET training_task", "verme_task", **TRAINS)
row("POST training_task", "verme_task", **TRAINS, answer=MOVED, data=task_fields)
row("POST training_acknowledge", "verme_task", **TRAINS, answer=MOVED, data=whom("employee"))
row("POST training_task_remove", "verme_task", **TRAINS, answer=MOVED)
row("POST training_task_done", "verme_task", **TAKES_PART, answer=MOVED, data=lambda world: {"done": "1"})
row("GET my_training", "verme_training", **TAKES_PART)
row("GET training_diary", "verme_training", **TAKES_PART, colleague=ALL)
DIARY = {"data": lambda world: {"text-2": "x", "version-2": "0"}}
row("POST training_diary", "verme_training", **TAKES_PART, colleague=ALL, answer=MOVED, **DIARY)

# ---- Certificates: one's own, also of who has left; a whole group's for HR

row("GET certificate_list", EVERYBODY=ALL)
row("GET participation_pdf", "verme_group", employee=ALL, deputy=ALL, colleague=ALL, states=ONE, language="fi")
row("GET group_certificates_pdf", "verme_group", HR=ALL, states=ONE, language="fi")
row("GET training_certificate_pdf", "verme_place_done", **TRAINS, stranger=ALL, language="sv")
row("GET training_certificate_pdf", "verme_place", states=ONE, language="sv")
