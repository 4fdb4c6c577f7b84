"""Rows of the role table for practising: those who lead and HR may begin; what is written, its owner alone opens."""

from typing import Any

from django.utils import timezone

from tests.access.table import ALL, GROUPS, MOVED, ONE, agreement, row
from tests.clock_world import SOON
from tests.states import World

MAY = GROUPS["LEADERS"] | GROUPS["HR"]


def held(world: World) -> dict[str, Any]:
    """A day that has been."""
    day = timezone.localdate()
    return {"held_on": f"{day.day}.{day.month}.{day.year}"}


def planned(world: World) -> dict[str, Any]:
    """A time ahead."""
    day = timezone.localdate() + SOON
    return {"day": f"{day.day}.{day.month}.{day.year}", "clock": "9.15", "minutes": "30"}


row("GET practice", states=ONE, **dict.fromkeys(MAY, ALL))
row("POST practice_begin", states=ONE, answer=MOVED, data=lambda world: {"case": "kokki"}, **dict.fromkeys(MAY, ALL))
row("POST practice_end", states=ONE, answer=MOVED, **dict.fromkeys(MAY, ALL))
for name in ("practice_prepare", "practice_memo_pdf"):
    row(f"GET {name}", supervisor=ALL, states=ONE)
row("GET practice_done", supervisor=ALL, states=ONE, answer=MOVED)  # it is not through yet
for step in ("tiedanko", "agreements", "follow-up", "memo"):
    row("GET practice_step", supervisor=ALL, states=ONE, step=step)
row("GET practice_step", states=ONE, step="nine")
row("GET practice_agree_whole", supervisor=ALL, states=ONE, step="tiedanko")
row(
    "POST practice_view",
    supervisor=ALL,
    states=ONE,
    answer=MOVED,
    data=lambda world: {"version-view-tiedanko": "1", "text-view-tiedanko": "x"},
)
row(
    "POST practice_write",
    supervisor=ALL,
    states=ONE,
    answer=MOVED,
    step="tiedanko",
    data=lambda world: {"text-tiedanko.works": "x", "version-tiedanko.works": "1"},
)
row("POST practice_ask", supervisor=ALL, states=ONE, answer=MOVED, step="tiedanko", data=lambda world: {"turn": "2"})
row("POST practice_agree", supervisor=ALL, states=ONE, answer=MOVED, step="tiedanko", data=agreement)
row("GET practice_agreement", "practice_agreement", supervisor=ALL, states=ONE)
row("POST practice_agreement", "practice_agreement", supervisor=ALL, states=ONE, answer=MOVED, data=agreement)
row("POST practice_agreement_remove", "practice_agreement", supervisor=ALL, states=ONE, answer=MOVED)
row("POST practice_plan", supervisor=ALL, states=ONE, answer=MOVED, data=planned)
row("POST practice_plan_none", supervisor=ALL, states=ONE, answer=MOVED)
row("POST practice_memo", supervisor=ALL, states=ONE, answer=MOVED, act="held", data=held)
for act in ("include", "confirm", "reopen"):
    row("POST practice_memo", supervisor=ALL, states=ONE, answer=MOVED, act=act)
row("POST practice_memo", states=ONE, act="other")
