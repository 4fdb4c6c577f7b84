"""The diary of the mentors' training: sealed, and only its writer's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from core.access import ReadItem
from verme.models.training import Seminar
from verme.models.written import Written

if TYPE_CHECKING:
    from people.models import User


class TrainingDiaryQuerySet(models.QuerySet["TrainingDiary"]):
    """Named sets of diary entries."""

    def readable_by(self, user: User) -> Self:
        """One's own, and nobody else's."""
        return self.filter(person=user)


class TrainingDiary(Written):
    """What a participant writes for themselves about one seminar and the time after it.

    Seen by: its writer alone, also when they have stopped. Lives: 6 months after the training's last day.
    The text (P4) is encrypted.
    """

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
