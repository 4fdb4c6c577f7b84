"""A notice of load: the employee's dated words, the day by which the supervisor answers, and the answer.

It stands outside every conversation. HR sees neither the notice nor that there is one.
"""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from core.access import ReadItem
from core.day import day_of
from core.formats import date_only
from core.records import Data, Ground, Record
from core.retention import deleted_on, period
from core.sealed import SealedTextField
from core.working_days import working_days_after
from people.user.models import covered_by

if TYPE_CHECKING:
    from people.models import User

LONGEST_NOTICE = 3000
WORKING_DAYS, LONGEST_WAIT = 5, datetime.timedelta(days=30)  # for the answer: what is proposed, and the most


def answer_proposed(sent_on: datetime.date) -> datetime.date:
    """The fifth working day after the day."""
    return working_days_after(sent_on, WORKING_DAYS)


class LoadNoticeQuerySet(models.QuerySet["LoadNotice"]):
    """Named sets of notices."""

    def visible_to(self, user: User) -> Self:
        """One's own, what was sent to a supervisor who still leads the employee, and what one was told as well."""
        return self.filter(Q(by=user) | _to_supervisor(user) | Q(representative=user))

    def to_supervisor(self, user: User) -> Self:
        """Sent to this supervisor, who still leads the employee and answers, until it is closed."""
        return self.filter(_to_supervisor(user))

    def sent_by(self, user: User) -> Self:
        """One's own."""
        return self.filter(by=user)

    def sent_to(self, user: User) -> Self:
        """What others have sent, to the supervisor or to the representative."""
        return self.visible_to(user).exclude(by=user)

    def on_start_of(self, user: User) -> Self:
        """What waits for the supervisor, and an answer to one's own."""
        return self.open().filter(Q(supervisor=user, answered_at=None) | Q(by=user, answered_at__isnull=False))

    def open(self) -> Self:
        """Not closed."""
        return self.filter(closed_on=None)

    def late_on(self, day: datetime.date) -> Self:
        """Without an answer on a day after the one that was asked for; who is restricted is left as they are."""
        return self.open().filter(answered_at=None, due_on__lt=day, by__restricted_since=None)


def _to_supervisor(user: User) -> Q:
    return Q(supervisor=user) & Q(covered_by(user, "by__unit_id"))


class LoadNotice(models.Model):
    """What loads, in the employee's own words."""

    record = Record(
        data=Data.CONFIDENTIAL,
        readers="the employee, the supervisor to whom it was sent, and a representative whom the employee chose",
        purpose="the employer learns of load that endangers health, and acts",
        ground=Ground.WORK_SAFETY,
        kept=("load_notice",),
        sealed=("text", "answer"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    representative = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = SealedTextField()
    sent_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    answer = SealedTextField()
    answered_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)  # of the answer
    closed_on = models.DateField(null=True)
    objects: LoadNoticeQuerySet = LoadNoticeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-sent_at", "pk")
        indexes = [
            models.Index(fields=["by", "sent_at"], name="load_notice_own"),
            models.Index(fields=["supervisor", "closed_on"], name="load_notice_supervisor"),
        ]

    def __str__(self) -> str:
        return f"notice of load {self.pk}"

    def read_item(self, reader: User) -> ReadItem:
        """One row a day in the access log. Of the representative the employee reads the role, nobody else."""
        role = "supervisor" if reader.pk == self.supervisor_id else "safety"
        return ReadItem("load_notice", self.pk, self.by_id, role, party=role == "supervisor")

    @property
    def is_waiting(self) -> bool:
        """Whether the supervisor has still to answer."""
        return self.answered_at is None and self.closed_on is None

    @property
    def is_late(self) -> bool:
        """Whether there should have been an answer already."""
        return self.is_waiting and self.due_on < timezone.localdate()

    @property
    def deleted(self) -> str:
        """When it goes, as its pages say."""
        if self.closed_on is None:
            return rule()
        return gettext("Deleted on %(date)s.") % {"date": date_only(deleted_on("load_notice", self.closed_on))}

    @property
    def sent_on(self) -> datetime.date:
        """The day that the receipt says."""
        return day_of(self.sent_at)


def rule() -> str:
    """How long a notice is kept."""
    return gettext("Deleted %(period)s after the notice is closed.") % {"period": period("load_notice").words}


def over_since(before: datetime.datetime) -> Q:
    """Closed before this; of what nobody has closed, answered or else sent before it."""
    left = Q(answered_at__lt=before) | Q(answered_at=None, sent_at__lt=before)
    return Q(closed_on__lt=before.date()) | Q(closed_on=None) & left
