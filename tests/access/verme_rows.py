"""Rows of the role table for Verme. Who is what to the group: tests/verme_world.py."""

from __future__ import annotations

from typing import Any

from tests.access.table import ALL, GONE, MOVED, OK, ONE, row
from tests.states import World

INSIDE = {"employee": ALL, "deputy": ALL, "states": ONE}  # the live member and the live mentor


def season_fields(world: World) -> dict[str, Any]:
    """A valid season."""
    days = {"starts_on": "11.1.2027", "ends_on": "31.5.2027", "sign_up_until": "31.1.2027"}
    numbers = {"members_min": "6", "members_max": "8", "sessions_planned": "6", "session_minutes": "120"}
    return {"name": "Kausi", "kind": "term", "revision": "0"} | days | numbers


def group_fields(world: World) -> dict[str, Any]:
    """A valid group."""
    return {"name": "Ryhmä", "target": "other", "mixed": "True", "capacity": "8", "language": "fi", "revision": "0"}


def plan_fields(world: World) -> dict[str, Any]:
    """The draft with its one group."""
    group = f"g-{world.ids['verme_empty']}"
    fields = {"name": "Tyhjä", "target": "other", "language": "fi", "capacity": "8", "revision": "0"}
    return season_fields(world) | {f"{group}-{name}": value for name, value in fields.items()}


# ---- For everybody

row("GET verme", EVERYBODY=ALL)
row("GET verme_guide", EVERYBODY=ALL)
row("GET season_call", "verme_call", EVERYBODY=ALL, states=ONE)
row("GET season_call", "verme_draft", HR=ALL, states=ONE)
row(
    "POST sign_up",
    "verme_call",
    EVERYBODY=ALL,
    answer=MOVED,
    states=ONE,
    data=lambda world: {"wish": world.ids["verme_forming"]},
)
row("POST sign_up_withdraw", "verme_call", EVERYBODY=ALL, answer=MOVED, states=ONE)

row("GET verme_calendar", EVERYBODY=ALL)
WITH_A_PART = {"employee": ALL, "deputy": ALL, "supervisor": ALL, "HR": ALL}  # in a group, or HR
row("POST verme_calendar_address", **WITH_A_PART, stranger=ALL, answer=MOVED)  # and who is in the training
row("POST verme_calendar_address_remove", EVERYBODY=ALL, answer=MOVED)
# whoever is signed in there is nobody: the address alone opens it
row("GET verme_feed", EVERYBODY=ALL, anonymous=OK, states=ONE, secret=lambda world: world.ids["verme_calendar"])
row("GET verme_feed", anonymous=GONE, states=ONE, secret="0" * 32 + ".abc")

# ---- HR's seasons, groups and mentors

for name in ("season_list", "season_export_csv", "season_export_xlsx", "season_new", "mentor_list", "mentor_new"):
    row(f"GET {name}", HR=ALL)
row("POST season_new", HR=ALL, answer=MOVED, data=season_fields)
row("POST mentor_new", HR=ALL, answer=MOVED, data=lambda world: {"person": world.people["admin"].pk})
for name in ("season_detail", "season_edit", "group_new", "group_compose"):
    row(f"GET {name}", "verme_call", HR=ALL, states=ONE)
row("POST season_edit", "verme_call", HR=ALL, answer=MOVED, states=ONE, data=season_fields)
row("POST group_new", "verme_call", HR=ALL, answer=MOVED, states=ONE, data=group_fields)
for name in ("season_plan", "season_open"):
    row(f"GET {name}", "verme_draft", HR=ALL, states=ONE)
row("POST season_plan", "verme_draft", HR=ALL, answer=MOVED, states=ONE, data=plan_fields)
row("POST season_copy", "verme_call", HR=ALL, answer=MOVED, states=ONE)
for name in ("season_open", "season_begin", "season_close", "group_compose_save"):
    row(f"POST {name}", "verme_call", HR=ALL, answer=MOVED, states=ONE)
for name in ("group_edit", "group_mentors"):
    row(f"GET {name}", "verme_group", HR=ALL, states=ONE)
row("POST group_edit", "verme_group", HR=ALL, answer=MOVED, states=ONE, data=group_fields)
row("POST group_remove", "verme_empty", HR=ALL, answer=MOVED, states=ONE)
row(
    "POST mentoring_add",
    "verme_group",
    HR=ALL,
    answer=MOVED,
    states=ONE,
    data=lambda world: {"mentor": world.ids["verme_mentor"]},
)
row("POST mentoring_end", "verme_mentoring", HR=ALL, answer=MOVED, states=ONE)
row("GET mentor_edit", "verme_mentor", HR=ALL, states=ONE)
row("GET hr_mentor", admin=ALL)
row("POST hr_mentor", admin=ALL, answer=MOVED)  # there are two HR people: they name each other
row(
    "POST mentor_edit",
    "verme_mentor",
    HR=ALL,
    answer=MOVED,
    states=ONE,
    data=lambda world: {"in_use": "on", "revision": "0"},
)

for name in ("verme_year", "verme_year_pdf"):
    row(f"GET {name}", HR=ALL, year=2026)

# ---- Inside a group

row("GET group_detail", "verme_group", **INSIDE)
row("GET rules_edit", "verme_group", **INSIDE)
RULES = {"version": "1", "version-rules": "0", "text-rules": "x"}
row("POST rules_edit", "verme_group", **INSIDE, answer=MOVED, data=lambda world: RULES)


def old(key: str) -> dict[str, Any]:
    """A text over which another one has been saved meanwhile."""
    return {"data": lambda world: {f"version-{key}": "5", f"text-{key}": "x"}}


row("POST rules_draft", "verme_group", **INSIDE, **old("rules"))
row("POST expectation_save", "verme_group", **INSIDE, **old("expectation"))
row("POST goals_save", "verme_group", **INSIDE, **old("goals"))
row("GET verme_own_sentences", "verme_goals", **INSIDE)
row("POST rules_accept", "verme_group", **INSIDE, answer=MOVED)
row("POST text_consent", "verme_group", states=ONE, newcomer=lambda world: world.people["deputy"].pk)  # no newcomer
row("POST poll_vote", "verme_poll", **INSIDE, answer=MOVED)
for name in ("session_detail", "session_calendar"):
    row(f"GET {name}", "verme_session", **INSIDE)
row("POST feedback_save", "verme_session", **INSIDE, **old("feedback"))
row("POST reflection_save", "verme_session", employee=ALL, states=ONE, **old("reflection"))
row("POST reflection_show", "verme_session", employee=ALL, states=ONE, answer=MOVED)
row("POST idea_draft", "verme_session", **INSIDE, **old("idea"))
row("POST idea_add", "verme_session", **INSIDE, answer=MOVED)
row("POST idea_vote", "verme_idea", employee=ALL, answer=MOVED, states=ONE)
row("POST idea_drop", "verme_idea", **INSIDE, answer=MOVED)

# ---- The mentor's

LEADS = {"deputy": ALL, "states": ONE}
row("GET poll_new", "verme_group", **LEADS)
row("POST poll_new", "verme_group", **LEADS)
row("POST poll_choose", "verme_poll", **LEADS, answer=MOVED)
row("GET session_new", "verme_group", **LEADS)
row("POST session_new", "verme_group", **LEADS)
for name in ("session_edit", "diary"):
    row(f"GET {name}", "verme_session", **LEADS)
row("POST session_edit", "verme_session", **LEADS)
row("POST session_plan", "verme_session", **LEADS, **old("plan"))
row("POST diary", "verme_session", **LEADS, **old("diary"))
for name in ("kooste_approve", "session_theme", "session_cancel", "attendance_mark", "session_method"):
    row(f"POST {name}", "verme_session", **LEADS, answer=MOVED)

# ---- What leaves the group

for name in ("kooste_detail", "kooste_pdf"):
    row(f"GET {name}", "verme_kooste", **INSIDE, HR=ALL)
row("GET season_overview", "verme_season", HR=ALL, states=ONE)
row("GET method_list", EVERYBODY=ALL)
row("GET method_card", EVERYBODY=ALL, code="picture")
