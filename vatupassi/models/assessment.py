"""The employee's own assessment: nobody else's until shared, item by item."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from core.access import ReadItem
from core.sealed import SealedTextField
from vatupassi.questions import Position, Question

if TYPE_CHECKING:
    from people.models import User

LONGEST_TEXT = 20_000  # characters in one note


class Conflict(Exception):
    """Somebody saved the same text after the version that this save started from."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("the text has changed")
        self.current = current


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Named sets of assessments."""

    def visible_to(self, user: User) -> Self:
        """Only one's own."""
        return self.filter(owner=user)

    editable_by = visible_to


class Assessment(models.Model):
    """One time of thinking through the four questions alone.

    Seen by: the owner alone. Lives: 24 months from the last edit, or until the owner deletes it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(default=timezone.now, db_index=True)
    objects: AssessmentQuerySet = AssessmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest first."""

        ordering = ("-started_at", "-pk")
        indexes = [models.Index(fields=["owner", "-started_at"], name="assessment_owner")]

    def __str__(self) -> str:
        return f"assessment {self.pk}"

    @classmethod
    def start(cls, *, by: User) -> Assessment:
        """A new empty assessment with its four items."""
        with transaction.atomic():
            assessment = cls.objects.create(owner=by)
            AssessmentItem.objects.bulk_create(
                AssessmentItem(assessment=assessment, question=question) for question in Question
            )
        return assessment


class AssessmentItemQuerySet(models.QuerySet["AssessmentItem"]):
    """Named sets of assessment items."""

    def visible_to(self, user: User) -> Self:
        """Only one's own."""
        return self.filter(assessment__owner=user)

    editable_by = visible_to


class AssessmentItem(models.Model):
    """One question in an assessment. Seen by: the owner. Lives: with the assessment. The note (P4) is encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="items")
    question = models.CharField(max_length=10, choices=Question.choices)
    now = models.SmallIntegerField(null=True, choices=Position.choices)
    target = models.SmallIntegerField(null=True, choices=Position.choices)
    note = SealedTextField()
    version = models.PositiveIntegerField(default=0)
    objects: AssessmentItemQuerySet = AssessmentItemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Each question once in an assessment."""

        constraints = [models.UniqueConstraint(fields=["assessment", "question"], name="assessment_item_once")]

    def __str__(self) -> str:
        return f"{self.question} of {self.assessment_id}"

    def read_item(self, reader: User) -> ReadItem:
        """The owner's private note: nobody but the owner ever opens it."""
        return ReadItem("assessment", self.assessment_id, self._owner_id, "", party=False)

    @property
    def _owner_id(self) -> UUID:
        return self.assessment.owner_id
