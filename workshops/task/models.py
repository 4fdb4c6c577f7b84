"""Group work: tasks that a facilitator gives to groups, and the lists that the groups write in a live room."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import ReadItem
from core.formats import date_only
from core.records import Data, Ground, Record
from core.retention import deleted_on
from core.sealed import SealedTextField
from rooms.models import Room
from workshops.agenda.models import Agenda, Facilitating
from workshops.block.models import Block

if TYPE_CHECKING:
    from people.models import User

KIND = "tasks"  # of the room
LONGEST_LINE = 5000
MOST_LINES = 400  # in one list
MOST_GROUPS, MOST_TASKS = 30, 20


class GroupWorkQuerySet(models.QuerySet["GroupWork"]):
    """Named sets of group works."""

    def visible_to(self, user: User) -> Self:
        """One's own; in an agenda that one leads those in which nobody had written when one was named on it, and those
        that the owner has handed over.

        Whoever takes over a day, or leads it as its host, reads nothing of what groups wrote for somebody else.
        """
        if not user.is_active:
            return self.none()
        led = Block.every.filter(agenda__in=Agenda.objects.editable_by(user).values("pk")).values("pk")
        named = Facilitating.objects.filter(agenda=OuterRef("block__agenda"), person=user)
        was_there = Exists(named.filter(named_at__lte=OuterRef("begun_at")))
        handed = Exists(HandedOver.objects.filter(work=OuterRef("pk"), person=user))
        return self.filter(Q(owner=user) | Q(block__in=led) & (Q(begun_at=None) | Q(was_there) | Q(handed)))

    def editable_by(self, user: User) -> Self:
        """The same: who leads the day leads its group work."""
        return self.visible_to(user)

    def owned_by(self, user: User) -> Self:
        """One's own: whose owner decides who else reads it."""
        return self.filter(owner=user) if user.is_active else self.none()

    def of_room(self, room: Room) -> Self:
        """What is done in this room."""
        return self.filter(room=room)


class GroupWork(models.Model):
    """Some tasks for some groups, in a live room once it has been opened; perhaps a block of an agenda.

    Titles and guides are the facilitator's own and plain.
    """

    record = Record(
        data=Data.PROCESS,
        readers="its owner; the agenda's facilitators from before the groups began; whom the owner adds; the room",
        purpose="groups work on a task together, and what they find is kept and passed on",
        ground=Ground.WORK_SAFETY,
        kept=("room",),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(gettext_lazy("title"), max_length=150)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    block = models.ForeignKey(Block, models.SET_NULL, null=True, related_name="group_works")
    room = models.OneToOneField(Room, models.CASCADE, null=True, related_name="group_work")
    results_shown = models.BooleanField(default=False)  # phones see the lists of all groups
    begun_at = models.DateTimeField(null=True)  # when its room was first opened: from then on groups may have written
    on_wall = models.ForeignKey(
        "Task", models.SET_NULL, null=True, related_name="+", verbose_name=gettext_lazy("task on the wall")
    )
    created_at = models.DateTimeField(default=timezone.now)
    objects: GroupWorkQuerySet = GroupWorkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-created_at", "pk")

    def __str__(self) -> str:
        return f"group work {self.pk}"

    def get_absolute_url(self) -> str:
        """The facilitator's page."""
        return reverse("work_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether groups can write."""
        return self.room is not None and self.room.is_open

    @property
    def deleted_in_words(self) -> str:
        """When it is deleted, once the room is closed."""
        if self.room is None or self.room.closed_at is None:
            return ""
        return _("Deleted on %(date)s.") % {"date": date_only(deleted_on("room", self.room.closed_at))}

    @cached_property
    def read_tasks(self) -> list[Task]:
        """Its tasks with the groups that they are for, read once."""
        return list(self.tasks.prefetch_related("groups"))

    @property
    def wall_revision(self) -> str:
        """Moves with what the projector is to show."""
        return f"{self.on_wall_id or ''}{self.is_open}"

    def touch_room(self) -> None:
        """All screens in the room ask anew."""
        if self.room is not None:
            self.room.touch()


class HandedOver(models.Model):
    """The owner of a group work lets somebody read it who leads its day now and did not when it was begun."""

    record = replace(GroupWork.record, readers="the owner and that person")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    work = models.ForeignKey(GroupWork, models.CASCADE, related_name="handed_over")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "person"], name="group_work_handed_once")]

    def __str__(self) -> str:
        return f"group work {self.work_id} handed over"


class TaskGroup(models.Model):
    """One group: a number, so that nobody's name is asked, and a name if the facilitator gives one ("Keittiö")."""

    record = GroupWork.record

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    work = models.ForeignKey(GroupWork, models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["work", "number"], name="task_group_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}" if self.name else _("Group %(number)d") % {"number": self.number}


class TaskQuerySet(models.QuerySet["Task"]):
    """Named sets of tasks."""

    def visible_to(self, user: User) -> Self:
        """Of the group works that one leads."""
        return self.filter(work__in=GroupWork.objects.visible_to(user).values("pk"))

    def editable_by(self, user: User) -> Self:
        """The same."""
        return self.visible_to(user)

    def of_room(self, room: Room) -> Self:
        """The tasks given in this room."""
        return self.filter(work__room=room)


class Task(models.Model):
    """One task, for all groups or for those named."""

    record = GroupWork.record

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    work = models.ForeignKey(GroupWork, models.CASCADE, related_name="tasks")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(gettext_lazy("task"), max_length=200)
    guide = models.TextField(gettext_lazy("guide"), max_length=2000, blank=True)
    groups = models.ManyToManyField(TaskGroup, blank=True, related_name="+")  # none: for all
    closed_at = models.DateTimeField(null=True)
    vote_opened_at = models.DateTimeField(null=True)  # phones choose among its lines (task/voting.py)
    vote_closed_at = models.DateTimeField(null=True)
    voters = models.PositiveSmallIntegerField(default=0)  # phones that chose, once closed; 0: too few to tell anything
    objects: TaskQuerySet = TaskQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("number", "pk")

    def __str__(self) -> str:
        return f"task {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether its lists can be written, as far as the task itself is concerned."""
        return self.closed_at is None

    @property
    def vote(self) -> str:
        """Where its vote is: "", "open" or "closed"."""
        if self.vote_opened_at is None:
            return ""
        return "open" if self.vote_closed_at is None else "closed"

    def is_for(self, group: TaskGroup) -> bool:
        """Whether this group has been given it. Looks at the prefetched groups."""
        named = self.groups.all()
        return not named or group in named


class LineQuerySet(models.QuerySet["Line"]):
    """Named sets of lines."""

    def visible_to(self, user: User) -> Self:
        """Of the group works that one leads."""
        return self.filter(task__work__in=GroupWork.objects.visible_to(user).values("pk"))

    def editable_by(self, user: User) -> Self:
        """The same."""
        return self.visible_to(user)

    def of_room(self, room: Room) -> Self:
        """Written in this room: for those who have joined it."""
        return self.filter(task__work__room=room)

    def written(self) -> Self:
        """Without those that have been emptied."""
        return self.filter(gone=False)

    def to_choose(self, task: Task) -> Self:
        """What a vote chooses among: each answer once, however many groups have written it."""
        alone = Q(same_as=None) | Q(same_as__gone=True)
        return self.written().filter(alone, task=task).order_by("group__number", "position", "turn", "pk")


class Line(models.Model):
    """One line of a group's list. Who wrote it is not known: several phones write the same list.

    No time and no phone stands in the row.
    """

    record = replace(GroupWork.record, data=Data.CONFIDENTIAL, sealed=("text",))

    class Passed(models.TextChoices):
        """Where a facilitator has passed it on."""

        MEASURE = "measure", gettext_lazy("suggested as a measure")
        HR = "hr", gettext_lazy("sent to HR as an idea")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.ForeignKey(Task, models.CASCADE, related_name="lines")
    group = models.ForeignKey(TaskGroup, models.CASCADE, related_name="lines")
    key = models.CharField(max_length=36)  # the phone's own name for what it sends: the same sent twice is one line
    position = models.PositiveIntegerField()
    turn = models.PositiveSmallIntegerField(default=0)  # after its line: another text that met it
    text = SealedTextField()
    version = models.PositiveIntegerField(default=1)
    gone = models.BooleanField(default=False)  # emptied: the row stays for a phone that is still writing in it
    passed = models.CharField(max_length=7, choices=Passed.choices, blank=True)
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")  # they mean one thing
    chosen = models.PositiveSmallIntegerField(null=True)  # by how many phones, once the vote is closed
    objects: LineQuerySet = LineQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("position", "turn", "pk")
        constraints = [
            models.UniqueConstraint(fields=["task", "group", "key"], name="line_sent_once"),
            models.UniqueConstraint(fields=["task", "group", "position", "turn"], name="line_has_its_place"),
        ]

    def __str__(self) -> str:
        return f"line {self.pk}"

    def read_item(self, reader: User) -> ReadItem:
        """One row a day for a list's reader; its owner reads their own and leaves none."""
        work = self.task.work
        return ReadItem("group_work", work.pk, work.owner_id, "facilitator", party=True)


class ChoiceQuerySet(models.QuerySet["Choice"]):
    """Named sets of choices."""

    def of_room(self, room: Room) -> Self:
        """Of this room: a phone finds its own among them by its hash for the vote."""
        return self.filter(line__task__work__room=room)

    def of_phone(self, task: Task, phone: str) -> Self:
        """A phone's own."""
        return self.filter(line__task=task, phone=phone)


class Choice(models.Model):
    """One phone has chosen one line, while the vote is open. Closing it keeps the sums and deletes these rows.

    The phone has another name here than anywhere else.
    """

    record = replace(GroupWork.record, data=Data.ANONYMOUS, readers="nobody; each phone its own", kept=("room_marks",))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line = models.ForeignKey(Line, models.CASCADE, related_name="choices")
    phone = models.CharField(max_length=64)
    objects: ChoiceQuerySet = ChoiceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "phone"], name="line_chosen_once")]

    def __str__(self) -> str:
        return "a choice"
