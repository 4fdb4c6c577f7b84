"""Rows of the role table for live rooms: the door is everybody's, and tells nobody whether a room exists.

Who has not joined is sent to the door from every page of a room. What those who have joined see:
tests/workshops/task and tests/vatupassi/group.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.access.table import ALL, GONE, MOVED, OK, ONE, row
from tests.states import World

DOOR = {"EVERYBODY": ALL, "anonymous": OK, "states": ONE}
CODE = "CDFHJK"

row("GET room_join", **DOOR)
row("GET room", **DOOR, code=CODE)
row("POST room_join", **DOOR, data=lambda world: {"code": CODE})  # a wrong one
row("GET room_live", anonymous=GONE, states=ONE, code=CODE)  # without a phone's token

# ---- Group work: the supervisor's own

HOSTS = {"LEADERS": ALL, "HR": ALL, "states": ONE}
MINE = {"supervisor": ALL, "states": ONE}


def new_work(world: World) -> dict[str, Any]:
    """A valid group work."""
    return {"title": "Ryhmätyö", "group_count": "3", "begin": "four"}


def a_task(world: World) -> dict[str, Any]:
    """A valid task."""
    return {"title": "Mitä vielä?"}


for name in ("work_list", "work_new", "idea_list"):
    row(f"GET {name}", **HOSTS)
row("POST work_new", **HOSTS, answer=MOVED, data=new_work)
for name in ("work_detail", "work_edit", "work_screen", "work_pdf"):
    row(f"GET {name}", "room_work", **MINE)
row("POST work_edit", "room_work", **MINE, answer=MOVED, data=new_work)
row("POST task_add", "room_work", **MINE, answer=MOVED, data=a_task)
for name in ("work_hand_over", "work_take_back"):
    row(f"POST {name}", "room_work", **MINE, answer=MOVED)
for name in ("work_remove", "work_open", "work_close", "work_show", "work_hide"):
    row(f"POST {name}", "room_work", **MINE, answer=MOVED)
row("GET block_work", "agenda_block", **MINE, answer=MOVED)
row("GET task_edit", "room_task", **MINE)
row("POST task_edit", "room_task", **MINE, answer=MOVED, data=a_task)
row("POST task_move", "room_task", **MINE, answer=MOVED)
row("POST task_toggle", "room_task", **MINE, answer=MOVED)
row("POST task_remove", "room_task", **MINE, answer=MOVED)
for name in ("task_vote", "task_wall"):
    row(f"POST {name}", "room_task", **MINE, answer=MOVED)
row("POST work_off_wall", "room_work", **MINE, answer=MOVED)
row("POST task_line_join", "room_line", **MINE, answer=MOVED)
row("GET task_line", "room_line", **MINE)
row("POST task_line", "room_line", **MINE, answer=MOVED, data=lambda world: {"text": "x", "to": "hr"})
row("POST task_line_remove", "room_line", **MINE, answer=MOVED)

# ---- Group VatuPassi: the supervisor's own

row("GET group_list", **HOSTS)
for name in ("group_ask", "group_pass"):
    row(f"POST {name}", "room_session", **MINE, answer=MOVED)
row("GET group_passed", "room_session", states=ONE)  # nobody's, since the group has not passed it on
row("GET group_passed", "room_session_passed", HR=ALL, states=ONE)
row("POST group_list", **HOSTS, answer=MOVED, data=lambda world: {"title": "Tiimi"})
for name in ("group_session", "group_screen", "group_pdf"):
    row(f"GET {name}", "room_session", **MINE)
for name in ("group_reveal", "group_hide", "group_close", "group_open", "group_remove_all"):
    row(f"POST {name}", "room_session", **MINE, answer=MOVED)
row(
    "POST group_note",
    "room_session",
    **MINE,
    answer=MOVED,
    slot="together",
    data=lambda world: {"text-together": "x", "version-together": "1"},
)
row("POST group_agreement_add", "room_session", **MINE, answer=MOVED, data=lambda world: {"text": "x"})
row(
    "POST group_agreement_remove",
    "room_session",
    **MINE,
    answer=MOVED,
    agreement=lambda world: world.ids["room_agreement"],
)

row(
    "POST group_remark_remove",
    "room_session",
    **MINE,
    answer=MOVED,
    remark=lambda world: world.ids["room_remark"],
)

# ---- The phones' pages, by somebody who has not joined

OUTSIDE = {"anonymous": MOVED, "others": MOVED, "states": ONE, "code": CODE}
SOME = UUID(int=1)
for name in ("tasks_room", "tasks_all"):
    row(f"GET {name}", **OUTSIDE)
row("GET tasks_group", **OUTSIDE, number=1)
row("GET tasks_vote", **OUTSIDE, number=1)
row("POST room_vote_choose", **OUTSIDE, number=1)
row("POST room_line_add", **OUTSIDE, number=1, task=SOME)
row("POST room_line_save", **OUTSIDE, pk=SOME)
row("GET group_phone", **OUTSIDE)
for name in ("group_mark", "group_stop", "group_next", "group_remark"):
    row(f"POST {name}", **OUTSIDE)
row("POST group_remark_take_back", **OUTSIDE, remark=SOME)
row("GET group_question", **OUTSIDE)
row("POST group_consent", **OUTSIDE)
