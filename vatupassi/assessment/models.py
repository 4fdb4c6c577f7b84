"""The employee's own assessment: nobody else's until shared, item by item."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from core.access import ReadItem
from core.records import Data, Ground, Record
from core.sealed import SealedTextField
from core.texts.versioned import VersionedText
from vatupassi.level.questions import Position, Question

if TYPE_CHECKING:
    from people.models import User

LONGEST_TEXT = 20_000  # characters in one note
OLD = datetime.timedelta(days=14)  # after that the next mark begins a new assessment


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Named sets of assessments."""

    def visible_to(self, user: User) -> Self:
        """Only one's own."""
        return self.filter(owner=user)

    def editable_by(self, user: User) -> Self:
        """Only one's own."""
        return self.filter(owner=user)


class Assessment(models.Model):
    """One time of thinking through the four questions alone."""

    record = Record(
        data=Data.PRIVATE,
        readers="the owner alone",
        purpose="employees think their own work through before talking, or without talking",
        ground=Ground.WORK_SAFETY,
        kept=("assessment_unshared", "assessment_longer"),
        until="the owner deletes it",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(default=timezone.now, db_index=True)
    kept_longer = models.BooleanField(default=False)  # its owner's choice for all of theirs
    objects: AssessmentQuerySet = AssessmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest first."""

        ordering = ("-started_at", "-pk")
        indexes = [models.Index(fields=["owner", "-started_at"], name="assessment_owner")]

    def __str__(self) -> str:
        return f"assessment {self.pk}"

    def get_absolute_url(self) -> str:
        """The page where this one is read."""
        return reverse("assessment_detail", args=[self.pk])

    @property
    def period_name(self) -> str:
        """Which period deletes it (`core.retention`)."""
        return "assessment_longer" if self.kept_longer else "assessment_unshared"

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been marked or written."""
        return not any(item.is_filled for item in self.items.all())

    @property
    def is_old(self) -> bool:
        """Whether it tells of another time: it stays among the earlier ones as it is."""
        return timezone.now() - self.edited_at > OLD and not self.is_empty

    @classmethod
    def current(cls, *, by: User) -> Assessment:
        """The newest one, locked for writing; a new one if that is old. Two tabs at once get the same one."""
        by.wait_for_turn()
        newest = cls.objects.editable_by(by).select_for_update().first()
        return cls.start(by=by) if newest is None or newest.is_old else newest

    @classmethod
    def anew(cls, *, by: User) -> Assessment:
        """A new one; the newest again when it is still empty (a second press of the button, for instance)."""
        by.wait_for_turn()
        newest = cls.objects.editable_by(by).prefetch_related("items").first()
        return newest if newest and newest.is_empty else cls.start(by=by)

    @classmethod
    def keep(cls, *, by: User, longer: bool) -> None:
        """Choose for how long one's own are kept, those to come too."""
        with transaction.atomic():
            by.wait_for_turn()
            cls.objects.editable_by(by).update(kept_longer=longer)

    @classmethod
    def start(cls, *, by: User) -> Assessment:
        """A new empty assessment with its four items, kept for as long as the one before it."""
        with transaction.atomic():
            longer = cls.objects.editable_by(by).filter(kept_longer=True).exists()
            assessment = cls.objects.create(owner=by, kept_longer=longer)
            AssessmentItem.objects.bulk_create(
                AssessmentItem(assessment=assessment, question=question) for question in Question
            )
        return assessment


class AssessmentItemQuerySet(models.QuerySet["AssessmentItem"]):
    """Named sets of assessment items."""

    def visible_to(self, user: User) -> Self:
        """Only one's own."""
        return self.filter(assessment__owner=user)


class AssessmentItem(VersionedText):
    """One question in an assessment."""

    record = replace(Assessment.record, sealed=("text",))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="items")
    question = models.CharField(max_length=10, choices=Question.choices)
    now = models.SmallIntegerField(null=True, choices=Position.choices)
    target = models.SmallIntegerField(null=True, choices=Position.choices)
    text = SealedTextField(db_column="note")
    objects: AssessmentItemQuerySet = AssessmentItemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Each question once in an assessment."""

        constraints = [models.UniqueConstraint(fields=["assessment", "question"], name="assessment_item_once")]

    def __str__(self) -> str:
        return f"{self.question} of {self.assessment_id}"

    @property
    def is_filled(self) -> bool:
        """Whether something is marked or written."""
        return self.now is not None or self.target is not None or bool(self.text)

    def mark(self, **marks: int | None) -> None:
        """Save the marks that have changed: the last one counts. The assessment must be locked by the caller."""
        changed = {name: value for name, value in marks.items() if getattr(self, name) != value}
        if not changed:
            return
        for name, value in changed.items():
            setattr(self, name, value)
        self.save(update_fields=list(changed))
        self._edited()

    def store(self, text: str, *, by: User) -> None:
        """As `VersionedText.store`; the assessment lives on from now."""
        super().store(text, by=by)
        self._edited()

    def _edited(self) -> None:
        self.assessment.edited_at = timezone.now()
        self.assessment.save(update_fields=["edited_at"])

    def last_saved(self, reader: User) -> tuple[datetime.datetime | None, str]:
        """When the assessment was; nobody else writes in it."""
        return self.assessment.edited_at if self.is_filled else None, ""

    def read_item(self, reader: User) -> ReadItem:
        """The owner's private note: nobody but the owner ever opens it."""
        return ReadItem("assessment", self.assessment_id, self._owner_id, "", party=False)

    @property
    def _owner_id(self) -> UUID:
        return self.assessment.owner_id
