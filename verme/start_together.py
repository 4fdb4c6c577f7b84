"""What is done together beyond one's own group, for the start page: joint events, and the mentors' training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import gettext as _

from core.formats import moment
from core.start import Thing
from verme.models import SeasonEvent, SeminarDay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User

MOST = 2  # of each kind: the start page is no list


def has_events(user: User) -> Exists:
    """Whether `events` has something to say."""
    return Exists(SeasonEvent.objects.offered_to(user).from_today())


def events(user: User) -> Iterator[Thing]:
    """The next joint events to which one is invited: one query."""
    for event in SeasonEvent.objects.offered_to(user).ahead()[:MOST]:
        yield Thing(
            title=event.title,
            text=f"{moment(event.starts_at)}{', ' if event.place else ''}{event.place}",
            url=event.get_absolute_url(),
            button=_("Programme and sign-up"),
            when=event.starts_at,
        )


def has_seminars(user: User) -> Exists:
    """Whether `seminars` has something to say."""
    return Exists(SeminarDay.objects.of(user).from_today())


def seminars(user: User) -> Iterator[Thing]:
    """The next day of a training in which one takes part: one query."""
    rows = SeminarDay.objects.of(user).from_today().select_related("seminar__training").order_by("starts_at")
    for day in rows[:1]:
        place = day.seminar.place
        yield Thing(
            title=f"{day.seminar.training.name}: {day.seminar.roman} {day.seminar.title}",
            text=f"{moment(day.starts_at)}{', ' if place else ''}{place}",
            url=reverse("my_training", args=[day.seminar.training_id]),
            button=_("My training"),
            when=day.starts_at,
        )
