"""What somebody has had put together of their own data, for a day."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.records import Data, Ground, Record
from core.retention import period
from core.sealed import SealedBytesField

if TYPE_CHECKING:
    import datetime

    from core.access import ReadItem
    from people.user.models import User


class MyDataExportQuerySet(models.QuerySet["MyDataExport"]):
    """Named sets of exports."""

    def visible_to(self, user: User) -> Self:
        """One's own."""
        return self.filter(owner=user)

    def editable_by(self, user: User) -> Self:
        """One's own."""
        return self.visible_to(user)


class MyDataExport(models.Model):
    """Everything about a person as it was at one moment, as PDF and JSON. A new one takes the place of the last."""

    record = Record(
        data=Data.PRIVATE,
        readers="whose data it is, after signing in afresh",
        purpose="people get a copy of their data (GDPR, articles 15 and 20)",
        ground=Ground.SECURITY,
        kept=("my_data_export",),
        until="the person has another made or deletes it",
        sealed=("json", "pdf"),
    )

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"
        GATHERING = "gathering"
        DRAWING = "drawing"
        READY = "ready"
        FAILED = "failed"

    GOING_ON = (State.WAITING, State.GATHERING, State.DRAWING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="fi")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    made_at = models.DateTimeField(null=True)
    done = models.PositiveSmallIntegerField(default=0)
    of = models.PositiveSmallIntegerField(default=0)
    json = SealedBytesField()
    pdf = SealedBytesField()
    objects: MyDataExportQuerySet = MyDataExportQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return "export"

    def read_item(self, reader: User) -> ReadItem:
        """Whose it is reads it, so nothing is logged; what of others is in it was logged when it was made."""
        from core.access import ReadItem  # a model's own module is read before the app is ready

        return ReadItem("my_data", self.pk, self.owner_id, "owner", party=True)

    @property
    def is_going_on(self) -> bool:
        """Whether the worker has still to finish it."""
        return self.state in self.GOING_ON

    @property
    def is_ready(self) -> bool:
        """Whether it can be had."""
        return self.state == self.State.READY

    @property
    def until(self) -> datetime.datetime:
        """To when it can be had."""
        return period("my_data_export").after(self.asked_at)
