"""The vote: phones choose the most important of what the groups wrote, without names.

Each act locks the room first. While it is open nobody sees a count; closing it keeps the sums and deletes who chose
what.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from rooms.models import Room
from workshops.task.actions import Refused
from workshops.task.models import Choice, Line, Task

MOST = 3  # lines that one phone chooses
LEAST = 3  # phones below which nothing is told: somebody's choice could be guessed
LEAST_LINES = 2


def _locked(task: Task) -> Room | None:
    """The room of this task, locked; the task as it is now."""
    room = Room.objects.select_for_update(of=("self",)).filter(group_work__tasks=task).first()
    task.refresh_from_db(fields=["closed_at", "vote_opened_at", "vote_closed_at", "voters"])
    return room


@transaction.atomic
def open_vote(task: Task) -> None:
    """Begin a vote, or vote anew. The list is closed, and another vote of the same work ends. Twice is once."""
    room = _locked(task)
    if room is None or not room.is_open:
        raise Refused("closed")
    if task.vote == "open":
        return
    if Line.objects.to_choose(task).count() < LEAST_LINES:
        raise Refused("few")
    for other in task.work.tasks.filter(vote_opened_at__isnull=False, vote_closed_at=None):
        _count(other)
    Line.objects.filter(task=task).update(chosen=None)
    now = timezone.now()
    task.closed_at, task.vote_opened_at, task.vote_closed_at, task.voters = task.closed_at or now, now, None, 0
    task.save(update_fields=["closed_at", "vote_opened_at", "vote_closed_at", "voters"])
    room.touch()


@transaction.atomic
def choose(task: Task, phone: str, chosen: set[UUID]) -> None:
    """What a phone chooses, at most three: what it chose before is gone. None: it takes its choice back."""
    room = _locked(task)
    if room is None or not room.is_open or task.vote != "open":
        raise Refused("vote_closed")
    if len(chosen) > MOST:
        raise Refused("many")
    lines = list(Line.objects.to_choose(task).filter(pk__in=chosen))
    Choice.objects.of_phone(task, phone).delete()
    Choice.objects.bulk_create(Choice(line=line, phone=phone) for line in lines)
    room.touch()


@transaction.atomic
def close_vote(task: Task) -> None:
    """Keep the sums, and nothing of who chose what. Twice is once."""
    room = _locked(task)
    if task.vote != "open":
        return
    _count(task)
    if room is not None:
        room.touch()


def _count(task: Task) -> None:
    voters = Choice.objects.filter(line__task=task).values("phone").distinct().count()
    if voters >= LEAST:
        lines = list(Line.objects.to_choose(task).annotate(how_many=Count("choices")))
        for line in lines:
            line.chosen = line.how_many  # type: ignore[attr-defined]
        Line.objects.bulk_update(lines, ["chosen"])
    Choice.objects.filter(line__task=task).delete()
    task.vote_closed_at, task.voters = timezone.now(), voters if voters >= LEAST else 0
    task.save(update_fields=["vote_closed_at", "voters"])


def how_many_have_chosen(tasks: list[Task]) -> dict[UUID, int]:
    """Of the votes that are open: for the facilitator, who decides when to close."""
    rows = Choice.objects.filter(line__task__in=tasks).order_by().values_list("line__task")
    return dict(rows.annotate(phones=Count("phone", distinct=True)))


def purge(rooms: list[UUID]) -> int:
    """A vote that nobody closed is counted, then who chose what goes (rooms.kinds.Kind.purge)."""
    before = Choice.objects.filter(line__task__work__room__in=rooms).count()
    for task in Task.objects.filter(work__room__in=rooms, vote_opened_at__isnull=False, vote_closed_at=None):
        close_vote(task)
    return before


@transaction.atomic
def join(line: Line, to: Line | None) -> bool:
    """Two answers mean one thing: they are chosen as one. None: it stands alone again. Not while a vote is open."""
    _locked(line.task)
    if line.task.vote == "open" or (to is not None and (to.pk == line.pk or to.task_id != line.task_id)):
        return False
    head = to.same_as if to is not None and to.same_as and not to.same_as.gone else to
    if head is not None and head.pk == line.pk:  # the other had been joined to this one: they change places
        head = to
        Line.objects.filter(pk=head.pk).update(same_as=None) if head else None
    if head is not None:
        Line.objects.filter(same_as=line).exclude(pk=head.pk).update(same_as=head)
    line.same_as = head
    line.save(update_fields=["same_as"])
    line.task.work.touch_room()
    return True
