"""A season's joint events, the closing and the mentors' meeting: when, for whom, and who comes."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from verme.group.models import Membership, Mentoring
from verme.mentor.models import Mentor
from verme.season.models import Season
from workshops.models import Agenda

if TYPE_CHECKING:
    from people.models import User


class SeasonEventQuerySet(models.QuerySet["SeasonEvent"]):
    """Named sets of events."""

    def visible_to(self, user: User) -> Self:
        """HR; from the invitation on those whom it concerns, and those who have signed up."""
        if user.is_hr and user.is_active:
            return self
        comes = Exists(EventSignUp.objects.filter(event=OuterRef("pk"), person=user))
        return self.exclude(state=SeasonEvent.State.DRAFT).filter(concerns(user) | comes)

    def editable_by(self, user: User) -> Self:
        """HR arranges them."""
        return self if user.is_hr and user.is_active else self.none()

    def offered_to(self, user: User) -> Self:
        """Where this person may sign up, or withdraw: they have been invited, also HR only as one of those."""
        comes = Exists(EventSignUp.objects.filter(event=OuterRef("pk"), person=user))
        return self.filter(concerns(user) | comes, state=SeasonEvent.State.OPEN)

    def ahead(self) -> Self:
        """Open and not over yet, the next one first."""
        since = timezone.now() - datetime.timedelta(hours=8)
        return self.filter(state=SeasonEvent.State.OPEN, starts_at__gte=since).order_by("starts_at", "pk")

    def from_today(self) -> Self:
        """Open, today or later. (`ahead` knows the hour; this may be a prepared query.)"""
        return self.filter(state=SeasonEvent.State.OPEN, starts_at__date__gte=timezone.localdate())

    def with_coming(self) -> Self:
        """Adds ``coming``: how many have a place."""
        return self.annotate(
            coming=Count("sign_ups", filter=Q(sign_ups__waits=False, sign_ups__person__is_active=True))
        )

    def for_update(self) -> Self:
        """Lock the row: places are given in turn."""
        return self.select_for_update(of=("self",))


def concerns(user: User) -> Q:
    """The closing: the season's live members and mentors. The mentors' meeting: mentors of the register too."""
    member = Membership.objects.live().filter(group__season=OuterRef("season"), person=user)
    leads = Mentoring.objects.live().filter(group__season=OuterRef("season"), person=user)
    registered = Mentor.objects.available().filter(person=user)
    return (
        Q(Exists(leads))
        | (Q(kind=SeasonEvent.Kind.CLOSING) & Exists(member))
        | (Q(kind=SeasonEvent.Kind.MENTORS) & Exists(registered))
    )


class SeasonEvent(models.Model):
    """A joint event of a season (domain.md E29, E31), with place and sign-up; its programme is an agenda of its own."""

    record = replace(
        Membership.record,
        readers="HR, and those whom it concerns once they have been invited",
        purpose="a season's people meet at its closing, mentors among themselves",
    )

    class Kind(models.TextChoices):
        """For whom."""

        CLOSING = "closing", _("closing of the season")
        MENTORS = "mentors", _("mentors’ meeting")

    class State(models.TextChoices):
        """Where it is in its life."""

        DRAFT = "draft", _("draft")
        OPEN = "open", _("takes sign-ups")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    season = models.ForeignKey(Season, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=120)
    language = models.CharField(_("language of the programme"), max_length=2, choices=settings.LANGUAGES, default="fi")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(_("place"), max_length=200, blank=True)
    capacity = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)  # empty: all who want
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    calendar_sequence = models.PositiveIntegerField(default=0)  # .ics SEQUENCE
    agenda = models.OneToOneField(Agenda, models.SET_NULL, null=True, related_name="+")  # None: outlived already
    revision = models.PositiveIntegerField(default=0, db_default=0, editable=False)  # of HR’s form
    objects: SeasonEventQuerySet = SeasonEventQuerySet.as_manager()  # type: ignore[assignment]

    coming: int  # annotated by `with_coming`

    class Meta:
        """In order of time."""

        ordering = ("starts_at", "pk")
        indexes = [models.Index(fields=["season", "starts_at"], name="event_of_season")]

    def __str__(self) -> str:
        return f"event {self.pk}"

    def get_absolute_url(self) -> str:
        """Its page, with the programme."""
        return reverse("event_detail", args=[self.pk])

    @property
    def ends_at(self) -> datetime.datetime:
        """When it ends."""
        return self.starts_at + datetime.timedelta(minutes=self.minutes)

    @property
    def is_open(self) -> bool:
        """One may sign up: invited, not cancelled, not begun."""
        return self.state == self.State.OPEN and self.starts_at > timezone.now()


class EventSignUpQuerySet(models.QuerySet["EventSignUp"]):
    """Named sets of sign-ups."""

    def of(self, user: User) -> Self:
        """One's own."""
        return self.filter(person=user)

    def placed(self) -> Self:
        """Those who come. A leaver does not."""
        return self.filter(waits=False, person__is_active=True)

    def waiting(self) -> Self:
        """On the waiting list, who came first first."""
        return self.filter(waits=True, person__is_active=True).order_by("at", "pk")


class EventSignUp(models.Model):
    """Somebody comes, or waits for a place. Withdrawing removes the row, and no reason or diet is ever asked for."""

    record = replace(
        SeasonEvent.record, readers="the person, HR and whoever leads the day", until="the person withdraws"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(SeasonEvent, models.CASCADE, related_name="sign_ups")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)  # the order of the waiting list
    waits = models.BooleanField(default=False)
    objects: EventSignUpQuerySet = EventSignUpQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Once for each person, in the order of names."""

        ordering = ("person__sort_key", "pk")
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="event_sign_up_once")]

    def __str__(self) -> str:
        return f"event sign-up {self.pk}"
