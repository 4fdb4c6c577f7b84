"""Whom a supervisor leaves in peace for now."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.records import Data, Ground, Record

if TYPE_CHECKING:
    from people.models import User


class NotNowQuerySet(models.QuerySet["NotNow"]):
    """Named sets of them."""

    def of(self, supervisor: User) -> Self:
        """This supervisor's own: another one, or a later one, begins anew."""
        return self.filter(supervisor=supervisor)


class NotNow(models.Model):
    """Somebody of the team does not wish to be offered a conversation now: no row of the list is a duty."""

    record = Record(
        data=Data.PROCESS,
        readers="the supervisor",
        purpose="nobody is offered again and again what they do not want",
        ground=Ground.WORK_SAFETY,
        kept=("offer",),
        until="the supervisor shows the person again",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateField(default=timezone.localdate, db_index=True)
    objects: NotNowQuerySet = NotNowQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Pressed twice is once."""

        constraints = [models.UniqueConstraint(fields=["supervisor", "employee"], name="not_now_once")]

    def __str__(self) -> str:
        return f"not now since {self.since}"
