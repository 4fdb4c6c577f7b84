"""A request for help to HR, and HR's answer.

A supervisor asks in one of four ways, or tells what loads a unit (`findings`). Everybody may ask about their own work,
and no supervisor of theirs sees it.
HR's list shows the kind only. Opening a request shows who asks, and the access log tells the asker that HR has read it.
"""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.access import ReadItem
from core.formats import date_only
from core.records import Data, Ground, Record
from core.retention import deleted_on, period
from core.sealed import SealedTextField
from core.working_days import working_days_after
from people.user.models import covered_by

if TYPE_CHECKING:
    from people.models import User

LONGEST_REQUEST = 3000
WORKING_DAYS = 3  # in which HR answers


def answer_by(asked_on: datetime.date) -> datetime.date:
    """The third working day after the day."""
    return working_days_after(asked_on, WORKING_DAYS)


def _of_own_line(user: User) -> Q:
    """What people whom this user leads, on any level or as a deputy, ask about their own work."""
    return Q(kind=HelpRequest.Kind.OWN) & Q(covered_by(user, "by__unit_id"))


class HelpRequestQuerySet(models.QuerySet["HelpRequest"]):
    """Named sets of requests."""

    def visible_to(self, user: User) -> Self:
        """One's own, and for HR everybody's, but no supervisor's of what somebody asks about their own work."""
        return self.filter(Q(by=user) | ~_of_own_line(user)) if user.is_hr else self.filter(by=user)

    def answerable_by(self, user: User) -> Self:
        """HR answers, and nobody themselves."""
        return self.visible_to(user).exclude(by=user) if user.is_hr else self.none()

    def asked_by(self, user: User) -> Self:
        """One's own."""
        return self.filter(by=user)

    def on_start_of(self, user: User) -> Self:
        """An answer to one's own, and what waits for HR; whether this person is of HR is asked then."""
        waits = Q(answered_at=None) & ~Q(by=user)
        meets = Q(owner=user, meets_at__isnull=False)
        return self.open().filter(Q(by=user, answered_at__isnull=False) | waits | meets)

    def waiting(self) -> Self:
        """Without an answer."""
        return self.filter(answered_at=None, closed_on=None)

    def met(self) -> Self:
        """With a time, to be told while it may still be kept."""
        return self.open().filter(meets_at__isnull=False)

    def met_by(self, user: User) -> Self:
        """Of which this is one of the two who meet."""
        return self.filter(Q(by=user) | Q(owner=user))

    def open(self) -> Self:
        """Not closed."""
        return self.filter(closed_on=None)


class HelpRequest(models.Model):
    """What somebody asks of HR, and the answer."""

    record = Record(
        data=Data.CONFIDENTIAL,
        readers="whoever asks, and HR",
        purpose="HR helps a supervisor to act, or an employee with their own work",
        ground=Ground.WORK_SAFETY,
        kept=("help_request",),
        sealed=("question", "answer"),
    )

    class Kind(models.TextChoices):
        """What kind of help. The codes stay, whatever the words."""

        INFORMING = "informing", _("informing")
        ADVISING = "advising", _("advising")
        GUIDING = "guiding", _("guiding")
        SPARRING = "sparring", _("sparring")
        OWN = "own", _("my own work")
        FINDINGS = "findings", _("load findings for the risk assessment")

    class Way(models.TextChoices):
        """How the answer is wanted."""

        WRITTEN = "written", _("in writing here")
        TALK = "talk", _("let us agree on a time")

    class Helped(models.TextChoices):
        """What the asker says of it."""

        YES = "yes", pgettext_lazy("it helped", "yes")
        PARTLY = "partly", pgettext_lazy("it helped", "partly")
        NO = "no", pgettext_lazy("it helped", "no")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.WRITTEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    question = SealedTextField()
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answer = SealedTextField()
    answered_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)  # of the answer
    meets_at = models.DateTimeField(null=True)  # a time that HR has booked for the two
    meets_minutes = models.PositiveSmallIntegerField(default=30)
    meets_place = models.CharField(max_length=300, blank=True)  # or a link
    calendar_sequence = models.PositiveIntegerField(default=0)
    helped = models.CharField(max_length=6, choices=Helped.choices, blank=True)
    closed_on = models.DateField(null=True)
    objects: HelpRequestQuerySet = HelpRequestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("due_on", "asked_at", "pk")
        indexes = [
            models.Index(fields=["closed_on", "due_on"], name="help_request_desk"),
            models.Index(fields=["by", "asked_at"], name="help_request_own"),
        ]

    def __str__(self) -> str:
        return f"help request {self.pk}"

    def read_item(self, reader: User) -> ReadItem:
        """One row a day in the access log; nothing for one's own."""
        return ReadItem("help_request", self.pk, self.by_id, "hr", party=False)

    @property
    def deleted(self) -> str:
        """When it goes, as its pages say."""
        if self.closed_on is None:
            return rule()
        return gettext("Deleted on %(date)s.") % {"date": date_only(deleted_on("help_request", self.closed_on))}

    @property
    def is_waiting(self) -> bool:
        """Whether HR has still to answer."""
        return self.answered_at is None and self.closed_on is None

    @property
    def meets_ahead(self) -> bool:
        """Whether the time is still to come."""
        return self.meets_at is not None and self.meets_at > timezone.now()

    @property
    def is_late(self) -> bool:
        """Whether HR should have answered already."""
        return self.is_waiting and self.due_on < timezone.localdate()


def rule() -> str:
    """How long a request is kept."""
    return gettext("Deleted %(period)s after the request is closed.") % {"period": period("help_request").words}


def over_since(before: datetime.datetime) -> Q:
    """Closed before this; of what nobody has closed, answered or else asked before it, with no time ahead of that."""
    left = (Q(answered_at__lt=before) | Q(answered_at=None, asked_at__lt=before)) & (
        Q(meets_at=None) | Q(meets_at__lt=before)
    )
    return Q(closed_on__lt=before.date()) | Q(closed_on=None) & left
