"""Rows of the role table for surveys. Who is what: tests/verme_world.py (the surveys of the running season)."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from tests.access.table import ALL, GONE, MOVED, OK, ONE, row
from tests.states import World
from tests.verme_world import SECRET

INSIDE = {"employee": ALL, "deputy": ALL, "supervisor": ALL, "HR": ALL, "states": ONE}  # members and mentors, and HR


def until(world: World) -> dict[str, Any]:
    """A week from now."""
    day = timezone.localdate() + datetime.timedelta(days=7)
    return {"until": f"{day.day}.{day.month}.{day.year}"}


row("GET season_surveys", "verme_season", HR=ALL, states=ONE)
row("POST survey_new", "verme_season", HR=ALL, answer=MOVED, states=ONE, data=lambda world: {"kind": "topics"})
row("GET survey_manage", "survey_draft", HR=ALL, states=ONE)
row("GET survey_question", "survey_draft", HR=ALL, states=ONE, key="useful")
row("GET survey_question", "survey_open", states=ONE, key="useful")
row("POST survey_question", "survey_draft", HR=ALL, answer=MOVED, states=ONE, key="wish", data=lambda w: {"act": "up"})
row("POST survey_open", "survey_draft", HR=ALL, answer=MOVED, states=ONE, data=until)
row("POST survey_remind", "survey_open", HR=ALL, answer=MOVED, states=ONE)
row("POST survey_slips", "survey_open", HR=ALL, answer=MOVED, states=ONE)
row("POST survey_close", "survey_open", HR=ALL, answer=MOVED, states=ONE)
for name in ("survey_results", "survey_pdf", "survey_xlsx"):
    row(f"GET {name}", "survey_released", **INSIDE)
    row(f"GET {name}", "survey_open", states=ONE)  # nothing before the release, not for HR either
# where people answer nobody is signed in, so everybody is nobody
row("GET survey_answer", EVERYBODY=ALL, anonymous=OK, states=ONE, secret=SECRET)
row("POST survey_answer", EVERYBODY=ALL, anonymous=OK, states=ONE, secret=SECRET)  # an empty form comes back
row("GET survey_answer", anonymous=GONE, states=ONE, secret="abcdefghijklmnopqrstuv")
row("GET survey_thanks", EVERYBODY=ALL, anonymous=OK)
