"""Who takes part in a workshop: sign-ups with a waiting list, and who was there."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workshops.models.agenda import Agenda

if TYPE_CHECKING:
    from people.models import User


class PlaceQuerySet(models.QuerySet["SignUp"]):
    """Named sets of sign-ups."""

    def visible_to(self, user: User) -> Self:
        """One's own."""
        return self.filter(person=user)

    def editable_by(self, user: User) -> Self:
        """Of the agendas that the user leads."""
        return self.filter(agenda__in=Agenda.objects.editable_by(user).values("pk"))

    def placed(self) -> Self:
        """With a place."""
        return self.filter(state=SignUp.State.PLACED)

    def waiting(self) -> Self:
        """On the waiting list, who came first first."""
        return self.filter(state=SignUp.State.WAITLIST).order_by("at", "pk")


class SignUp(models.Model):
    """Somebody takes part, or waits for a place.

    Seen by: the person and the facilitators. Lives: a month after the day. Nothing encrypted, no reason is ever asked.
    """

    class State(models.TextChoices):
        """Whether there is a place."""

        PLACED = "placed", _("has a place")
        WAITLIST = "waitlist", _("on the waiting list")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="sign_ups")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices)
    at = models.DateTimeField(default=timezone.now)  # the order of the waiting list
    objects: PlaceQuerySet = PlaceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Once for each person."""

        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint(fields=["agenda", "person"], name="workshop_sign_up_once")]
        indexes = [models.Index(fields=["agenda", "state", "at"], name="workshop_sign_up_queue")]

    def __str__(self) -> str:
        return f"sign-up {self.pk}"


class PresenceQuerySet(models.QuerySet["Presence"]):
    """Named sets of who was there."""

    def editable_by(self, user: User) -> Self:
        """Of the agendas that the user leads."""
        return self.filter(agenda__in=Agenda.objects.editable_by(user).values("pk"))


class Presence(models.Model):
    """Somebody was there. People from outside are written by name; a name stays as it was when somebody has left.

    Seen by: the facilitators. Lives: 12 months after the day. Nothing encrypted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=190)  # as in lists: Sukunimi Etunimi
    organisation = models.CharField(max_length=150, blank=True)
    sort_key = models.CharField(max_length=190)
    objects: PresenceQuerySet = PresenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Once for each person, in the order of names."""

        ordering = ("sort_key", "pk")
        constraints = [models.UniqueConstraint(fields=["agenda", "person"], name="presence_once")]

    def __str__(self) -> str:
        return f"presence {self.pk}"
