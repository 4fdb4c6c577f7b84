"""The lists of a group work as a page, a projector, a phone and a paper show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from core.numbers import whole_number
from core.sealed import Sealed
from rooms.models import Room
from workshops.task.models import GroupWork, Line, Task, TaskGroup

Open = Callable[[Sealed], str]


@dataclass(frozen=True)
class OpenedLine:
    """One line, opened."""

    id: UUID
    text: str
    passed: str
    turn: int


@dataclass(frozen=True)
class GroupList:
    """What one group has written to one task."""

    group: TaskGroup
    rows: list[OpenedLine] = field(default_factory=list)


@dataclass(frozen=True)
class TaskLists:
    """One task and its lists."""

    task: Task
    is_open: bool
    lists: list[GroupList]

    @property
    def count(self) -> int:
        """How many lines there are."""
        return sum(len(each.rows) for each in self.lists)


def task_lists(work: GroupWork, opened: Open, *, group: TaskGroup | None = None) -> list[TaskLists]:
    """The tasks in order with the lists of the groups that have them; of one group alone where it is named.

    Three or four queries, however many lines.
    """
    lines = Line.objects.written().filter(task__work=work)
    groups = [group] if group else list(work.groups.all())
    tasks = {task.pk: task for task in work.tasks.prefetch_related("groups")}
    for task in tasks.values():
        task.work = work  # whose they are is asked of each line: one object for all
    found: dict[tuple[UUID, UUID], list[OpenedLine]] = defaultdict(list)
    for line in lines.filter(group=group) if group else lines:
        line.task = tasks[line.task_id]
        row = OpenedLine(line.pk, opened(line.text), line.get_passed_display() if line.passed else "", line.turn)
        found[line.task_id, line.group_id].append(row)
    return [
        TaskLists(
            task,
            work.is_open and task.is_open,
            [
                GroupList(one, found[task.pk, one.pk])
                for one in groups
                if task.is_for(one) or (task.pk, one.pk) in found  # written before the task was taken from them
            ],
        )
        for task in tasks.values()
        if group is None or task.is_for(group) or (task.pk, group.pk) in found
    ]


def open_for_room(text: Sealed) -> str:
    """For those who have joined: nobody that we could name. See docs/decisions/0004-rooms.md."""
    return str(text.open_as_system("shown in the room to those who have joined it"))


def work_in(room: Room) -> GroupWork | None:
    """What is done in this room."""
    return GroupWork.objects.of_room(room).select_related("room").first()


def context_of(room: Room, part: str) -> dict[str, Any] | None:
    """What a part of the room's page is drawn from: "group-3", "all", "board", "screen". None: no such part."""
    work = work_in(room)
    if work is None:
        return None
    name, _dash, number = part.partition("-")
    context: dict[str, Any] = {"work": work, "room": room, "part": part}
    if name == "group":
        group = work.groups.filter(number=whole_number(number, otherwise=0)).first()
        if group is None:
            return None
        return context | {"group": group, "task_lists": task_lists(work, open_for_room, group=group)}
    if name in ("board", "screen") or (name == "all" and work.results_shown):
        return context | {"task_lists": task_lists(work, open_for_room), "phones": room.phones.count()}
    return context | {"task_lists": []} if name == "all" else None


def live_part(room: Room, part: str) -> str | None:
    """A part of the page, the same for everybody in the room (rooms.kinds.Kind.live)."""
    context = context_of(room, part)
    name = part.partition("-")[0]
    return None if context is None else render_to_string(f"workshops/task/_{name}.html", context)
