"""A practice: one row of a person, which only they open and which is gone the next night."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.records import Data, Ground, Record
from core.sealed import SealedTextField

if TYPE_CHECKING:
    from core.access import ReadItem
    from people.models import User


class PracticeQuerySet(models.QuerySet["Practice"]):
    """Named sets of practices."""

    def of(self, user: User) -> Self:
        """One's own: there is at most one, and nobody else's is ever shown."""
        return self.filter(owner=user)


class Practice(models.Model):
    """No conversation, and bound to none: whatever counts, lists, mails or exports conversations cannot find it.

    On PostgreSQL the table is unlogged: it is in no write-ahead log and no base backup, and empty after a crash.
    """

    record = Record(
        data=Data.PRIVATE,
        readers="the one who practises",
        purpose="a supervisor tries a conversation out before holding one",
        ground=Ground.WORK_SAFETY,
        until="its owner ends it, at the latest the next night",
        sealed=("content",),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content = SealedTextField()  # JSON of `vatupassi.practice.content.Content`: the case too
    version = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField(default=timezone.now, db_index=True)
    objects: PracticeQuerySet = PracticeQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return "a practice"

    def read_item(self, reader: User) -> ReadItem:
        """Its owner reads it, so nothing is logged."""
        from core.access import ReadItem  # a model's own module is read before the app is ready

        return ReadItem("practice", self.pk, self.owner_id, "owner", party=True)
