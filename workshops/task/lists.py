"""The lists of a group work as a page, a projector, a phone and a paper show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse

from core.numbers import whole_number
from core.sealed import Sealed
from rooms.models import Room
from workshops.task.models import GroupWork, Line, Task, TaskGroup
from workshops.task.voting import how_many_have_chosen

Open = Callable[[Sealed], str]


@dataclass(frozen=True)
class OpenedLine:
    """One line, opened."""

    id: UUID
    text: str
    passed: str
    turn: int
    same_as: UUID | None = None
    chosen: int | None = None
    rank: int = 0  # among the most chosen of its task


@dataclass(frozen=True)
class Chosen:
    """One of the answers that most chose."""

    row: OpenedLine
    groups: list[TaskGroup]  # whose answer it is, and those who wrote the same
    width: int  # of its bar, 0–100


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
    top: list[Chosen] = field(default_factory=list)  # the five most chosen, once the vote is closed

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
    tasks = {task.pk: task for task in work.read_tasks}
    for task in tasks.values():
        task.work = work  # whose they are is asked of each line: one object for all
    found: dict[tuple[UUID, UUID], list[OpenedLine]] = defaultdict(list)
    for line in lines.filter(group=group) if group else lines:
        line.task = tasks[line.task_id]
        passed = line.get_passed_display() if line.passed else ""
        row = OpenedLine(line.pk, opened(line.text), passed, line.turn, line.same_as_id, line.chosen)
        found[line.task_id, line.group_id].append(row)
    return [
        _ranked(
            TaskLists(
                task,
                work.is_open and task.is_open,
                [
                    GroupList(one, found[task.pk, one.pk])
                    for one in groups
                    if task.is_for(one) or (task.pk, one.pk) in found  # written before the task was taken from them
                ],
            )
        )
        for task in tasks.values()
        if group is None or task.is_for(group) or (task.pk, group.pk) in found
    ]


TOP, MOST_TOP = 5, 8  # the five; as many as share the fifth place, but no more than fit


def _ranked(made: TaskLists) -> TaskLists:
    """With the places of the most chosen: equal counts share a place."""
    if made.task.vote != "closed":
        return made
    rows = [(row, one.group) for one in made.lists for row in one.rows]
    found = sorted((row for row, _group in rows if row.chosen), key=lambda row: -(row.chosen or 0))
    counts = [row.chosen or 0 for row in found]
    groups: dict[UUID, list[TaskGroup]] = defaultdict(list)
    for row, group in rows:
        told = groups[row.same_as or row.id]
        if group not in told:
            told.append(group)
    least = counts[min(TOP, len(counts)) - 1] if counts else 0
    for row in found[:MOST_TOP]:
        if (row.chosen or 0) < least:
            break
        ranked = replace(row, rank=counts.index(row.chosen or 0) + 1)
        made.top.append(Chosen(ranked, groups[row.id], 100 * (row.chosen or 0) // counts[0]))
        for one in made.lists:
            one.rows[:] = [ranked if each.id == row.id else each for each in one.rows]
    return made


def open_for_room(text: Sealed) -> str:
    """For those who have joined: nobody that we could name. See docs/decisions/0004-rooms.md."""
    return str(text.open_as_system("shown in the room to those who have joined it"))


def work_in(room: Room) -> GroupWork | None:
    """What is done in this room."""
    return GroupWork.objects.of_room(room).select_related("room", "block__agenda").first()


def context_of(room: Room, part: str) -> dict[str, Any] | None:
    """What a part of the room's page is drawn from: "group-3", "vote-1", "all", "board", "screen". None: no such."""
    work = work_in(room)
    if work is None:
        return None
    name, _dash, number = part.partition("-")
    context: dict[str, Any] = {"work": work, "room": room, "part": part}
    if name == "group":
        group = work.groups.filter(number=whole_number(number, otherwise=0)).first()
        if group is None:
            return None
        votes = [task for task in work.read_tasks if task.vote]
        return context | {"group": group, "task_lists": task_lists(work, open_for_room, group=group), "votes": votes}
    if name == "vote":
        wanted = whole_number(number, otherwise=0)
        task = next((one for one in work.read_tasks if one.number == wanted), None)
        if task is None or not task.vote:
            return None
        each = next(one for one in task_lists(work, open_for_room) if one.task.pk == task.pk)
        return context | {"each": each}
    if name == "board":
        context["chose"] = how_many_have_chosen(work.read_tasks)
    if name in ("screen", "wall"):
        return context | {"room": room} | on_the_wall(work, task_lists(work, open_for_room))
    if name == "board" or (name == "all" and work.results_shown):
        return context | {"task_lists": task_lists(work, open_for_room), "phones": room.phones.count()}
    return context | {"task_lists": []} if name == "all" else None


MOST_ON_WALL = 16  # lines that can be read from the back of a room


def on_the_wall(work: GroupWork, made: list[TaskLists]) -> dict[str, Any]:
    """One task as a projector shows it: the one that the facilitator chose, or the first that is open.

    Where a group has written more than fits, its oldest lines are counted.
    """
    chosen = next((one for one in made if one.task.pk == work.on_wall_id), None)
    each = chosen or next((one for one in made if one.is_open), made[0] if made else None)
    fits = max(3, MOST_ON_WALL // max(1, len(each.lists))) if each else 0
    block = work.block
    back = block is not None and work.on_wall_id is None and block.agenda.is_running
    return {
        "each": each,
        "tasks": len(made),
        "fits": fits,
        "columns": min(4, len(each.lists)) if each else 1,
        "go": f"{reverse('agenda_now', args=[block.agenda_id])}?wall=1" if back and block else "",
    }


def live_part(room: Room, part: str) -> str | None:
    """A part of the page, the same for everybody in the room (rooms.kinds.Kind.live)."""
    context = context_of(room, part)
    name = {"wall": "screen"}.get(part, part.partition("-")[0])
    return None if context is None else render_to_string(f"workshops/task/_{name}.html", context)
