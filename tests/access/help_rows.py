"""Rows of the role table for requests to HR: the asker's and HR's, never the supervisor's."""

from typing import Any

from tests.access.table import ALL, MOVED, ONE, row, when
from tests.states import World


def when_of_hr(world: World) -> dict[str, Any]:
    """A day, a time and a length that may be chosen."""
    return when(world) | {"minutes": "30", "sequence": "0"}


row("GET help_ask", EVERYBODY=ALL)
row(
    "POST help_ask",
    EVERYBODY=ALL,
    answer=MOVED,
    data=lambda world: {"kind": "advising", "way": "written", "question": "x"},
)
row("GET findings_write", LEADERS=ALL)
row("POST findings_write", LEADERS=ALL)
row("GET findings_pdf", "help_request")  # of the kind "findings" alone: tests/support/request/test_findings.py
row("GET help_desk", HR=ALL)
for request in ("help_request", "help_answered"):
    row("GET help_request", request, employee=ALL, HR=ALL, states=ONE)
    row("POST help_take", request, HR=ALL, answer=MOVED, states=ONE)
    row(
        "POST help_answer",
        request,
        HR=ALL,
        answer=MOVED,
        states=ONE,
        data=lambda world: {"answer": "x", "revision": "0"},
    )
row("POST help_helped", "help_answered", employee=ALL, answer=MOVED, states=ONE, data=lambda world: {"helped": "yes"})
row("POST help_withdraw", "help_request", employee=ALL, answer=MOVED, states=ONE)
row("POST help_book", "help_request", HR=ALL, answer=MOVED, states=ONE, data=when_of_hr)
row("POST help_close", "help_answered", HR=ALL, answer=MOVED, states=ONE)
row("POST help_call_off", "help_met", employee=ALL, HR=ALL, answer=MOVED, states=ONE)
row("GET help_calendar", "help_met", employee=ALL, HR=ALL, states=ONE)
