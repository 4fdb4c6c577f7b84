"""Rows of the role table for requests to HR: the asker's and HR's, never the supervisor's."""

from tests.access.table import ALL, MOVED, ONE, row

row("GET help_ask", EVERYBODY=ALL)
row(
    "POST help_ask",
    EVERYBODY=ALL,
    answer=MOVED,
    data=lambda world: {"kind": "advising", "way": "written", "question": "x"},
)
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
