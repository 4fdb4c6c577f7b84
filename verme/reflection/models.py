"""What a member thinks of a meeting: the writer's alone until it is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from verme.newcomer.models import reads
from verme.text.models import Expectation, InGroup

if TYPE_CHECKING:
    from people.models import User


class ReflectionQuerySet(models.QuerySet["Reflection"]):
    """Named sets of reflections."""

    def readable_by(self, user: User) -> Self:
        """One's own, and what others have shown to the group; a newcomer those of meetings since they came.

        And written since: a meeting that has been held can still be given another time, by a newcomer too.
        """
        inside = self.filter(reads(user, "group_id", "session__starts_at"), reads(user, "group_id", "begun_at"))
        return inside.filter(Q(shown=True) | Q(by=user))


class Reflection(InGroup):
    """What one member thinks of a meeting afterwards: first for themselves, then for the group if they show it."""

    record = replace(Expectation.record, readers="its writer; once shown, the live members and mentor")

    session = models.ForeignKey("verme.Session", models.CASCADE, related_name="+")
    shown = models.BooleanField(default=False)
    objects: ReflectionQuerySet = ReflectionQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        """One for each member and meeting."""

        ordering = ("by__sort_key", "pk")
        constraints = [models.UniqueConstraint(fields=["session", "by"], name="reflection_once")]

    def __str__(self) -> str:
        return f"reflection {self.pk}"
