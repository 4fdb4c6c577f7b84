"""What groups have thought of, sent to HR."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.access import ReadItem
from core.records import Data
from core.sealed import SealedTextField
from people.desk.handled import Answered
from workshops.task.models import GroupWork

if TYPE_CHECKING:
    from people.models import User


class IdeaQuerySet(models.QuerySet["Idea"]):
    """Named sets of ideas."""

    def visible_to(self, user: User) -> Self:
        """HR's, and what one has sent oneself."""
        return self if user.is_hr else self.filter(by=user)

    def handled_by(self, user: User) -> Self:
        """HR handles them."""
        return self if user.is_hr else self.none()

    def sent_by(self, user: User) -> Self:
        """What one has sent oneself."""
        return self.filter(by=user)


class Idea(Answered):
    """An answer of a group that its facilitator has sent to HR as an idea."""

    record = replace(
        GroupWork.record,
        data=Data.CONFIDENTIAL,
        readers="HR and whoever sent it",
        purpose="a group's ideas are not lost",
        sealed=("text",),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = SealedTextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    work_title = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=timezone.now)
    objects: IdeaQuerySet = IdeaQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-created_at", "pk")
        indexes = [models.Index(fields=["handling", "due_on"], name="workshop_idea_inbox")]

    def __str__(self) -> str:
        return f"idea {self.pk}"

    def read_item(self, reader: User) -> ReadItem:
        """HR reads what a facilitator sent."""
        return ReadItem("idea", self.pk, self.by_id, "hr", party=True)
