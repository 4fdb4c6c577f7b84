"""The mentor's diary of meetings, and that of the mentors' training: sealed, and only its writer's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from core.access import ReadItem
from core.records import Data
from verme.idea.models import Idea
from verme.session.models import Session
from verme.text.models import Written
from verme.training.models import Seminar, Training

if TYPE_CHECKING:
    from people.models import User


class DiaryQuerySet(models.QuerySet["DiaryEntry"]):
    """Named sets of diary entries."""

    def readable_by(self, user: User) -> Self:
        """One's own, and nobody else's."""
        return self.filter(person=user)


class DiaryEntry(Written):
    """The mentor's own words after a session."""

    record = replace(
        Idea.record,
        data=Data.PRIVATE,
        readers="its writer alone, even after they have stopped leading; a substitute never",
        purpose="the mentor learns from each meeting",
    )

    session = models.ForeignKey(Session, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    objects: DiaryQuerySet = DiaryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One for each mentor and session."""

        constraints = [models.UniqueConstraint(fields=["session", "person"], name="diary_once")]

    def __str__(self) -> str:
        return f"diary {self.pk}"

    def read_item(self, reader: User) -> ReadItem:
        """Only the writer reads it, so nothing is ever logged."""
        return ReadItem("verme_diary", self.pk, self.person_id, "mentor", party=True)


class TrainingDiaryQuerySet(models.QuerySet["TrainingDiary"]):
    """Named sets of diary entries."""

    def readable_by(self, user: User) -> Self:
        """One's own, and nobody else's."""
        return self.filter(person=user)


class TrainingDiary(Written):
    """What a participant writes for themselves about one seminar and the time after it."""

    record = replace(
        Training.record,
        data=Data.PRIVATE,
        readers="its writer alone, even after they have stopped",
        purpose="a participant learns from the training",
        kept=("verme_training_diary",),
        sealed=("text",),
    )

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    objects: TrainingDiaryQuerySet = TrainingDiaryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One for each person and seminar."""

        constraints = [models.UniqueConstraint(fields=["seminar", "person"], name="training_diary_once")]

    def __str__(self) -> str:
        return f"diary {self.pk}"

    def read_item(self, reader: User) -> ReadItem:
        """Only the writer reads it, so nothing is ever logged."""
        return ReadItem("verme_diary", self.pk, self.person_id, "mentor", party=True)
