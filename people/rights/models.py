"""What somebody asks about their own data: to correct, restrict or delete it, or that it is not used at all.

HR sees who asks for what, and until when it is answered. What the person writes is sealed and opens to the data
protection officer alone. A request looks the same with and without a conversation.
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
from django.utils.translation import gettext_lazy as _

from core.access import ReadItem
from core.formats import date_only
from core.records import Data, Ground, Record
from core.retention import Period, deleted_on, period
from core.sealed import SealedTextField
from people.desk.handled import Handled, Handling
from people.user.models import covered_by

if TYPE_CHECKING:
    from people.models import User

ANSWERED_IN = Period(months=1)  # GDPR 12(3)
PROLONGED_TO = Period(months=3)  # the month and at most two more, told with its reason within the month
LONGEST_REQUEST = 3000


def answer_by() -> datetime.date:
    """Until when what is asked today is answered."""
    return ANSWERED_IN.after(timezone.localdate())


class RightsRequestQuerySet(models.QuerySet["RightsRequest"]):
    """Named sets of requests."""

    def visible_to(self, user: User) -> Self:
        """One's own, and those that one may answer."""
        return self.filter(Q(by=user) | _answers(user))

    def answerable_by(self, user: User) -> Self:
        """HR and the data protection officer answer: never their own, and HR none of people whom they lead."""
        return self.filter(_answers(user))

    def asked_by(self, user: User) -> Self:
        """One's own, the newest first."""
        return self.filter(by=user).order_by("-asked_at", "pk")

    def open(self) -> Self:
        """Not closed."""
        return self.filter(closed_on=None)


def _answers(user: User) -> Q:
    if user.is_data_protection_officer:
        return ~Q(by=user)
    if user.is_hr:
        return ~Q(by=user) & ~Q(covered_by(user, "by__unit_id"))
    return Q(pk=None)


class RightsRequest(Handled):
    """A request and its answer."""

    record = Record(
        data=Data.CONFIDENTIAL,
        readers="whoever asks; HR who asks for what and the answer; the data protection officer the text, too",
        purpose="what people ask about their own data is answered in a month (GDPR 12)",
        ground=Ground.SECURITY,
        kept=("rights_request",),
        sealed=("text", "answer"),
    )

    class Kind(models.TextChoices):
        """What is asked. The codes stand in addresses."""

        CORRECT = "oikaisu", _("to correct data")
        RESTRICT = "rajoitus", _("to restrict the use of data")
        DELETE = "poisto", _("to delete data")
        OBJECT = "vastustus", _("that data is not used")

    class Why(models.TextChoices):
        """For which of the law's two reasons an answer may take longer."""

        COMPLEX = "complex", _("What is asked takes a lot of looking into.")
        MANY = "many", _("Many requests have come at once.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = SealedTextField()
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(default=answer_by)
    prolonged_for = models.CharField(max_length=8, choices=Why.choices, blank=True)
    answer = SealedTextField()
    answered_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    objects: RightsRequestQuerySet = RightsRequestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("due_on", "asked_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["by", "kind"], condition=Q(closed_on=None), name="rights_request_once")
        ]
        indexes = [models.Index(fields=["closed_on", "due_on"], name="rights_request_desk")]

    def __str__(self) -> str:
        return f"rights request {self.pk}"

    def read_item(self, reader: User) -> ReadItem:
        """One row a day in the access log; nothing for one's own."""
        role = "officer" if reader.is_data_protection_officer else "hr"
        return ReadItem("rights_request", self.pk, self.by_id, role, party=False)

    def shows_text_to(self, reader: User) -> bool:
        """What is written with it: to whoever wrote it and to the data protection officer, never to HR."""
        return reader.pk == self.by_id or reader.is_data_protection_officer

    @property
    def is_open(self) -> bool:
        """Whether it waits for what will be done."""
        return self.closed_on is None

    @property
    def is_granted(self) -> bool:
        """Whether it was done as it was asked."""
        return self.handling == Handling.DONE

    @property
    def is_late(self) -> bool:
        """Whether it should have been answered already."""
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def may_be_prolonged(self) -> bool:
        """Once, and before the month is over."""
        return self.is_open and not self.prolonged_for and not self.is_late

    @property
    def longest_due_on(self) -> datetime.date:
        """The day to which it may be prolonged."""
        return PROLONGED_TO.after(timezone.localdate(self.asked_at))

    @property
    def deleted(self) -> str:
        """When it goes, as its pages say."""
        if self.closed_on is None:
            return rule()
        return gettext("Deleted on %(date)s.") % {"date": date_only(deleted_on("rights_request", self.closed_on))}


def rule() -> str:
    """How long a request is kept."""
    return gettext("Deleted %(period)s after the request is closed.") % {"period": period("rights_request").words}
