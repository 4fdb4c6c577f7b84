"""Live rooms around the people of a World (tests/states.py): the supervisor's group work, open and written in."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from people.models import User
from vatupassi.group import actions as group
from workshops.models import GroupWork, Idea, Task
from workshops.task import actions as acts

LINE, IDEA, NOTE = "kanarialintu-rivi", "kanarialintu-ryhman-idea", "kanarialintu-ryhmassa-puhuttu"


def around(people: dict[str, User]) -> dict[str, Any]:
    """The ids for addresses."""
    owner = people.get("supervisor") or people["former"]
    work = GroupWork.objects.create(title="Iltapäivän ryhmätyö", owner=owner)
    acts.set_groups(work, 2)
    task = Task.objects.create(work=work, number=1, title="Mikä auttaa?")
    acts.open_room(work, by=owner)
    task.work = work
    line = acts.add_line(task, work.groups.get(number=1), LINE, key="a")
    assert line
    idea = Idea.objects.create(text=IDEA, by=owner, work_title=work.title)
    session = group.begin("Keittiön VatuPassi", by=owner)
    group.note_of(session, "together").store(NOTE, by=session.owner)
    group.agree(session, text=NOTE, who=NOTE, due_on=None)
    agreement = session.agreements.get().pk
    remark = session.remarks.create(text=NOTE).pk
    passed = group.begin("Palvelukeskuksen VatuPassi", by=owner)
    passed.offer, passed.passed_at = {"tiedanko": [0, 0, 20, 30, 30, 10, 10]}, timezone.now()
    passed.save()
    return {
        "room_session": session.pk,
        "room_session_passed": passed.pk,
        "room_agreement": agreement,
        "room_remark": remark,
        "room_work": work.pk,
        "room_task": task.pk,
        "room_line": line.pk,
        "room_idea": idea.pk,
    }


def secrets() -> dict[str, set[str]]:
    """Text → the roles that may find it in a page."""
    mine = {"supervisor", "former"}
    return {LINE: mine, NOTE: mine, IDEA: mine | {"hr", "other_hr"}}
