"""What happens in group work. Each act locks the room first, so that the order of lines is the order of coming."""

from __future__ import annotations

from uuid import UUID

from django.db import models, transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone

from core.outbox import send
from core.texts.cleaning import clean
from core.texts.limits import problem_of_size
from people.models import User
from rooms.models import Room
from support.models import suggest
from workshops.block.models import Block
from workshops.idea.models import Idea
from workshops.task.four_tasks import FOUR_TASKS
from workshops.task.models import KIND, LONGEST_LINE, MOST_LINES, GroupWork, HandedOver, Line, Task, TaskGroup


class Refused(Exception):
    """Why a line was not saved: "closed", "long", "full". The text stays with its writer."""


def _lock_open_room(task: Task) -> Room:
    """The room, locked, if the task can be written in it. One query: the others of the room wait for this lock."""
    rooms = Room.objects.select_for_update(of=("self",)).filter(group_work__tasks=task)
    room = rooms.annotate(task_closed=F("group_work__tasks__closed_at")).first()
    if room is None or not room.is_open or room.task_closed is not None:
        raise Refused("closed")
    return room


def _clean(text: str) -> str:
    text = clean(text).strip()
    if problem_of_size(text, len(text)):
        raise Refused("rows")
    if len(text) > LONGEST_LINE:
        raise Refused("long")
    return text


@transaction.atomic
def add_line(task: Task, group: TaskGroup, text: str, *, key: str) -> Line | None:
    """A new line at the end of a group's list. The same ``key`` again changes nothing: the first one was saved."""
    text = _clean(text)
    if not text:
        return None
    room = _lock_open_room(task)
    rows = Line.objects.filter(task=task, group=group)
    so_far = rows.aggregate(last=Max("position"), count=Count("pk"), known=Count("pk", filter=Q(key=key)))
    if so_far["known"]:
        return rows.get(key=key)
    if so_far["count"] >= MOST_LINES:
        raise Refused("full")
    line = Line.objects.create(task=task, group=group, key=key, position=(so_far["last"] or 0) + 1, text=text)
    room.touch()
    task.work.room = room
    return line


@transaction.atomic
def change_line(line: Line, text: str, *, version: int, key: str) -> Line | None:
    """Save a line that was begun from ``version``. Where another phone has saved meanwhile, both texts stay.

    The later text becomes a line of its own right after the one it met. An emptied line is shown no more, unless it has
    changed meanwhile; its empty row stays, so that a phone that is still writing in it finds its place.
    """
    text = _clean(text)
    room = _lock_open_room(line.task)
    rows = Line.objects.filter(task=line.task, group=line.group)
    if known := rows.filter(key=key).exclude(pk=line.pk).first():
        return known
    fresh = rows.filter(pk=line.pk).first()
    if fresh is not None and fresh.text.open_as_system("compare what two phones have written") == text:
        return fresh
    line.task.work.room = room
    if fresh is not None and fresh.version == version:
        room.touch()
        fresh.text, fresh.version, fresh.gone = text, version + 1, not text
        fresh.save(update_fields=["text", "version", "gone"])
        return fresh
    if not text or fresh is None:
        return fresh
    if rows.count() >= MOST_LINES:
        raise Refused("full")
    turn = rows.filter(position=line.position).aggregate(last=Max("turn"))["last"]
    room.touch()
    return Line.objects.create(
        task=line.task,
        group=line.group,
        key=key,
        position=line.position,
        turn=turn + 1,
        text=text,
    )


@transaction.atomic
def remove_line(line: Line) -> None:
    """The facilitator takes a line away, whatever its version: its text is gone at once."""
    Room.objects.select_for_update().filter(group_work=line.task.work_id).first()
    line.text, line.version, line.gone, line.chosen = "", line.version + 1, True, None
    line.save(update_fields=["text", "version", "gone", "chosen"])
    line.choices.all().delete()
    line.task.work.touch_room()


@transaction.atomic
def open_room(work: GroupWork, *, by: User) -> Room:
    """Open the room, or open it again; where its code is gone, another room goes on with the same lists."""
    locked = GroupWork.objects.select_for_update(of=("self",)).select_related("room").get(pk=work.pk)
    if locked.room is None or locked.room.code is None:
        old, locked.room = locked.room, Room.begin(KIND, by=locked.owner)
        locked.begun_at = locked.begun_at or timezone.now()
        locked.save(update_fields=["room", "begun_at"])
        if old is not None:
            old.delete()
    else:
        locked.room.reopen()
    work.room, work.begun_at = locked.room, locked.begun_at
    return locked.room


@transaction.atomic
def close_room(work: GroupWork) -> None:
    """Nobody writes or chooses any more; what was chosen is counted."""
    from workshops.task.voting import close_vote  # above this: it locks as the acts here do

    for task in work.tasks.filter(vote_opened_at__isnull=False, vote_closed_at=None):
        close_vote(task)
    if work.room is not None:
        work.room.refresh_from_db()
        work.room.close()


@transaction.atomic
def show_on_wall(work: GroupWork, task: Task | None) -> None:
    """What the projector shows: one task, or without one the time of the day."""
    work.on_wall = task
    work.save(update_fields=["on_wall"])
    work.touch_room()


def begun_for_others(user: User, block: Block) -> models.QuerySet[GroupWork]:
    """Of a part of a day that one leads: what was begun before. For saying with whom it is, and nothing more of it."""
    begun = GroupWork.objects.filter(block=block).exclude(pk__in=GroupWork.objects.visible_to(user).values("pk"))
    return begun.select_related("owner")


def may_be_handed_to(work: GroupWork) -> models.QuerySet[User]:
    """Who leads the day of this work now and does not read it."""
    if work.block is None or work.begun_at is None:
        return User.objects.none()
    late = work.block.agenda.facilitatings.filter(named_at__gt=work.begun_at).exclude(person=work.owner_id)
    known = work.handed_over.values("person")
    return User.objects.active().filter(pk__in=late.values("person")).exclude(pk__in=known)


@transaction.atomic
def hand_over(work: GroupWork, *, to: User, by: User) -> None:
    """The owner lets a later facilitator read what groups have written. Twice is once."""
    assert work.owner_id == by.pk
    _row, new = HandedOver.objects.get_or_create(work=work, person=to)
    if new:
        send("workshop_work_handed_over", to=to, work=work.pk)


@transaction.atomic
def take_back(work: GroupWork, *, person: User, by: User) -> None:
    """The owner closes it again."""
    assert work.owner_id == by.pk
    HandedOver.objects.filter(work=work, person=person).delete()


@transaction.atomic
def set_groups(work: GroupWork, count: int) -> None:
    """So many groups. A group that has written something is not taken away."""
    have = set(work.groups.values_list("number", flat=True))
    TaskGroup.objects.bulk_create(
        TaskGroup(work=work, number=number) for number in range(1, count + 1) if number not in have
    )
    work.groups.filter(number__gt=count, lines=None).delete()
    work.touch_room()


def name_groups(work: GroupWork, names: dict[int, str]) -> None:
    """What the groups are called, by number; "" is the number alone. Phones and screens show it at once."""
    changed = [group for group in work.groups.all() if names.get(group.number, group.name) != group.name]
    for group in changed:
        group.name = names[group.number]
    if changed:
        TaskGroup.objects.bulk_update(changed, ["name"])
        work.touch_room()


@transaction.atomic
def move_task(task: Task, *, shown: int, step: int) -> bool:
    """Another place in the order, one up (-1) or down (1). False when it is not where the page showed it."""
    GroupWork.objects.select_for_update(of=("self",)).get(pk=task.work_id)
    tasks = list(task.work.tasks.all())
    order = [one.pk for one in tasks]
    at = order.index(task.pk)
    if tasks[at].number != shown or not 0 <= at + step < len(tasks):
        return False
    tasks.insert(at + step, tasks.pop(at))
    for number, one in enumerate(tasks, 1):
        one.number = number
    Task.objects.bulk_update(tasks, ["number"])
    task.work.touch_room()
    return True


def give_the_four(work: GroupWork) -> None:
    """The four tasks of 2016, in the language of who asks."""
    Task.objects.bulk_create(
        Task(work=work, number=number, title=str(title), guide=str(guide))
        for number, (title, guide) in enumerate(FOUR_TASKS, 1)
    )


@transaction.atomic
def toggle_task(task: Task) -> None:
    """Close a task, or open it again. While a vote is open its list stays as it is."""
    if task.vote == "open":
        return
    task.closed_at = None if task.closed_at else timezone.now()
    task.save(update_fields=["closed_at"])
    task.work.touch_room()


@transaction.atomic
def pass_on(line: Line, text: str, *, to: str, by: User, kind: str = "proactive") -> bool:
    """To HR: as a measure suggested for the library, or as an idea. HR sees the text and who sent it."""
    text = text.strip()
    if not text:
        return False
    if to == Line.Passed.MEASURE:
        suggest(text, by, kind=kind)
    else:
        Idea.objects.create(text=text, by=by, work_title=line.task.work.title)
    line.passed = to
    line.save(update_fields=["passed"])
    line.task.work.touch_room()
    return True


def line_in(room: Room, pk: UUID) -> Line | None:
    """A line of this room."""
    return Line.objects.of_room(room).select_related("task__work", "group").filter(pk=pk).first()
