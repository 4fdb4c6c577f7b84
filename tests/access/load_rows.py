"""Rows of the role table for notices of load: the employee's, the supervisor's and a representative's, never HR's."""

from typing import Any

from django.utils import timezone

from tests.access.table import ALL, MOVED, ONE, ROLES, row
from tests.clock_world import SOON
from tests.states import World


def notice(world: World) -> dict[str, Any]:
    """What may be sent."""
    day = timezone.localdate() + SOON
    return {"text": "x", "due_on": f"{day.day}.{day.month}.{day.year}"}


row("GET load_write", EVERYBODY=ALL)
LED = dict.fromkeys(ROLES - {"anonymous", "director"}, ALL)  # the director has nobody above them to send it to
row("POST load_write", answer=MOVED, others="ok", data=notice, **LED)
for name in ("load_notice", "load_receipt_pdf"):
    row(f"GET {name}", "load_notice", employee=ALL, supervisor=ALL, colleague=ALL, states=ONE)
row(
    "POST load_answer",
    "load_notice",
    supervisor=ALL,
    answer=MOVED,
    states=ONE,
    data=lambda world: {"answer": "x", "revision": "0"},
)
for name in ("load_close", "load_send_on"):
    row(f"POST {name}", "load_notice", employee=ALL, answer=MOVED, states=ONE)
