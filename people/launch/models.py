"""What HR says is done of taking the product into use, where the application cannot see it itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from core.records import Data, Ground, Record

if TYPE_CHECKING:
    from people.user.models import User


class LaunchMarkQuerySet(models.QuerySet["LaunchMark"]):
    """Named sets of marks."""

    def visible_to(self, user: User) -> Self:
        """For HR."""
        return self if user.is_hr and user.is_active else self.none()


class LaunchMark(models.Model):
    """A step of taking into use that HR has marked as done."""

    record = Record(
        data=Data.DIRECTORY,
        readers="HR",
        purpose="HR's people know what is done before the employer takes the product into use",
        ground=Ground.WORK_SAFETY,
        until="HR takes the mark back",
    )

    step = models.CharField(max_length=30, unique=True)  # key of a `steps.Step`
    done_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    objects: LaunchMarkQuerySet = LaunchMarkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("done_on", "pk")

    def __str__(self) -> str:
        return self.step
