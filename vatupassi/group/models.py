"""Group VatuPassi: a team marks the four levels without names in a live room, and talks about what it sees."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import ReadItem
from core.formats import date_only
from core.records import Data, Ground, Record
from core.retention import deleted_on
from core.sealed import SealedTextField
from core.texts.versioned import VersionedText
from rooms.models import Room
from vatupassi.level.questions import Position, Question

if TYPE_CHECKING:
    from people.models import User

KIND = "group_vatupassi"  # of the room
LEAST = 5  # marks on a level before anything of it is shown (trust.md, statistics rule 4)
LEAST_PASSED = 10  # marks on a level before it leaves the room as shares (the same rule)
BATCH = 5  # phones whose mark has changed before a shown distribution is renewed
MOST_AGREEMENTS = 50
MOST_REMARKS = 3  # of one phone
LONGEST_REMARK = 300
SLOTS = (*Question.values, "together")


class GroupSessionQuerySet(models.QuerySet["GroupSession"]):
    """Named sets of group sessions."""

    def visible_to(self, user: User) -> Self:
        """One's own: HR and other supervisors see nothing of it."""
        return self.filter(owner=user) if user.is_active else self.none()

    def editable_by(self, user: User) -> Self:
        """The same."""
        return self.visible_to(user)

    def of_room(self, room: Room) -> Self:
        """What is done in this room."""
        return self.filter(room=room)

    def readable_by(self, user: User) -> Self:
        """For HR: those that the group has passed on. Of them HR sees the offer alone."""
        return self.filter(passed_at__isnull=False) if user.is_hr and user.is_active else self.none()


class GroupSession(models.Model):
    """A group's VatuPassi. The title is the owner's own and plain."""

    record = Record(
        data=Data.PROCESS,
        readers="its owner; the room sees what the owner shows; HR title and picture once every phone has agreed",
        purpose="a team sees together how it stands, and agrees on what helps",
        ground=Ground.WORK_SAFETY,
        kept=("room",),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(gettext_lazy("title"), max_length=150)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    room = models.OneToOneField(Room, models.CASCADE, related_name="group_session")
    revealed = models.BooleanField(default=False)
    held_back = models.BooleanField(default=False)  # somebody did not want it: nothing is shown, the marks are gone
    offer = models.JSONField(null=True)  # question → shares in per cent: what the group is asked to pass on to HR
    passed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    objects: GroupSessionQuerySet = GroupSessionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """The newest first."""

        ordering = ("-created_at", "pk")

    def __str__(self) -> str:
        return f"group session {self.pk}"

    def get_absolute_url(self) -> str:
        """The facilitator's page."""
        return reverse("group_session", args=[self.pk])

    @property
    def deleted_in_words(self) -> str:
        """When it is deleted, once the room is closed."""
        if self.room.closed_at is None:
            return ""
        return _("Deleted on %(date)s.") % {"date": date_only(deleted_on("room", self.room.closed_at))}


class InSession(models.Model):
    """A row of a group session."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        """No table of its own."""

        abstract = True

    def read_item(self, reader: User) -> ReadItem:
        """The owner reads their own, and leaves none."""
        session: GroupSession = self.session  # type: ignore[attr-defined]
        return ReadItem(KIND, session.pk, session.owner_id, "facilitator", party=True)


class GroupMarkQuerySet(models.QuerySet["GroupMark"]):
    """Named sets of marks."""

    def of_room(self, room: Room) -> Self:
        """Of this room: a phone finds its own among them by its hashes."""
        return self.filter(session__room=room)


class GroupMark(InSession):
    """Where one phone stands on one level. No time, no order, no name; the phone has another hash for each question."""

    record = replace(
        GroupSession.record, data=Data.ANONYMOUS, readers="nobody; each phone its own", kept=("room_marks",)
    )

    session = models.ForeignKey(GroupSession, models.CASCADE, related_name="marks")
    question = models.CharField(max_length=10, choices=Question.choices)
    phone = models.CharField(max_length=64)
    value = models.SmallIntegerField(null=True, choices=Position.choices)
    shown = models.SmallIntegerField(null=True)  # as counted in the distribution that is shown
    objects: GroupMarkQuerySet = GroupMarkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One for each phone and level."""

        constraints = [
            models.UniqueConstraint(fields=["session", "question", "phone"], name="group_mark_once"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__range=(-3, 3)), name="group_mark_on_the_level"),
        ]

    def __str__(self) -> str:
        return "a mark"


class GroupConsent(InSession):
    """Whether one phone that has marked agrees to pass the group's picture on. No answer is no consent.

    The phone has another name here than on its marks.
    """

    record = replace(
        GroupMark.record, readers="nobody; only how many have answered and, once all have, whether all agree"
    )

    session = models.ForeignKey(GroupSession, models.CASCADE, related_name="consents")
    phone = models.CharField(max_length=64)
    agrees = models.BooleanField(null=True)

    class Meta:
        """One for each phone."""

        constraints = [models.UniqueConstraint(fields=["session", "phone"], name="group_consent_once")]

    def __str__(self) -> str:
        return "an answer"


class GroupStop(InSession):
    """A phone that does not want the marks to be shown. Nobody learns of it before something would be shown.

    The phone has another name here than on its marks.
    """

    record = replace(GroupMark.record, readers="nobody; only that somebody did not want it, where it would be shown")

    session = models.ForeignKey(GroupSession, models.CASCADE, related_name="stops")
    phone = models.CharField(max_length=64)

    class Meta:
        """One for each phone."""

        constraints = [models.UniqueConstraint(fields=["session", "phone"], name="group_stop_once")]

    def __str__(self) -> str:
        return "a stop"


class GroupDistribution(InSession):
    """How many marks stand at each position of a level: what is shown, and all that stays of the marks."""

    record = replace(
        GroupSession.record, data=Data.ANONYMOUS, readers="the owner; those in the room while it is revealed"
    )

    session = models.ForeignKey(GroupSession, models.CASCADE, related_name="distributions")
    question = models.CharField(max_length=10, choices=Question.choices)
    counts = models.JSONField()  # seven numbers, from minus to plus

    class Meta:
        """One for each level: the latest."""

        constraints = [models.UniqueConstraint(fields=["session", "question"], name="group_distribution_once")]

    def __str__(self) -> str:
        return f"distribution of {self.question}"


class GroupNote(VersionedText, InSession):
    """What was talked about: to each question and together. Written by the owner, read in the room."""

    record = replace(
        GroupSession.record, data=Data.CONFIDENTIAL, readers="the owner and those in the room", sealed=("text",)
    )

    session = models.ForeignKey(GroupSession, models.CASCADE, related_name="notes")
    slot = models.CharField(max_length=10)

    class Meta:
        """One for each slot."""

        constraints = [models.UniqueConstraint(fields=["session", "slot"], name="group_note_once")]

    def __str__(self) -> str:
        return f"note {self.pk}"

    def store(self, text: str, *, by: User) -> None:
        """As `VersionedText.store`; the room sees it."""
        super().store(text, by=by)
        self.session.room.touch()


class GroupRemark(InSession):
    """What somebody says of the picture from their phone, for everybody in the room, without a name.

    Only while there is a picture: below five marks nothing is shown, and nothing is stored. The phone has another name
    here than on its marks, and loses it with them. No time and no order.
    """

    record = replace(GroupNote.record, readers="those in the room, without its writer")

    session = models.ForeignKey(GroupSession, models.CASCADE, related_name="remarks")
    phone = models.CharField(max_length=64, blank=True)
    text = SealedTextField()

    class Meta:
        """In no order: ids are random."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return "a remark"


class GroupAgreement(InSession):
    """What the group agreed on."""

    record = replace(GroupNote.record, sealed=("text", "who"))

    session = models.ForeignKey(GroupSession, models.CASCADE, related_name="agreements")
    text = SealedTextField()
    who = SealedTextField()
    due_on = models.DateField(null=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        """In the order in which they were agreed."""

        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"agreement {self.pk}"
