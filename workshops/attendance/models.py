"""Who was there."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from core.records import Data, Ground, Record
from workshops.agenda.models import Agenda

if TYPE_CHECKING:
    from people.models import User


class PresenceQuerySet(models.QuerySet["Presence"]):
    """Named sets of who was there."""

    def editable_by(self, user: User) -> Self:
        """Of the agendas that the user leads."""
        return self.filter(agenda__in=Agenda.objects.editable_by(user).values("pk"))


class Presence(models.Model):
    """Somebody was there. People from outside are written by name; a name stays as it was when somebody has left."""

    record = Record(
        data=Data.PROCESS,
        readers="the facilitators",
        purpose="whoever was there gets a certificate and is in the year's report",
        ground=Ground.EMPLOYMENT,
        kept=("workshop_presence",),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=190)  # as in lists: Sukunimi Etunimi
    organisation = models.CharField(max_length=150, blank=True)
    sort_key = models.CharField(max_length=190)
    objects: PresenceQuerySet = PresenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("sort_key", "pk")
        constraints = [models.UniqueConstraint(fields=["agenda", "person"], name="presence_once")]

    def __str__(self) -> str:
        return f"presence {self.pk}"
