"""What is done together beyond one's own group, for the start page: events, the mentors' training, surveys' results."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.start import Thing
from verme.models import SeasonEvent, SeminarDay, Survey
from verme.survey.letters import title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from people.models import User

MOST = 2  # of each kind: the start page is no list
NEWS = datetime.timedelta(days=14)  # how long results are news


def has_events(user: User) -> Exists:
    """Whether `events` has something to say."""
    return Exists(SeasonEvent.objects.offered_to(user).from_today())


def events(user: User) -> Iterator[Thing]:
    """The next joint events to which one is invited: one query."""
    for event in SeasonEvent.objects.offered_to(user).ahead()[:MOST]:
        yield Thing(
            title=event.title,
            text=event.place,
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
            text=place,
            url=reverse("my_training", args=[day.seminar.training_id]),
            button=_("My training"),
            when=day.starts_at,
        )


def _results(user: User) -> QuerySet[Survey]:
    return Survey.objects.told_to(user).filter(released_on__gt=timezone.localdate() - NEWS)


def has_results(user: User) -> Exists:
    """Whether `results` has something to say."""
    return Exists(_results(user))


def results(user: User) -> Iterator[Thing]:
    """Results of surveys that have come lately: one query."""
    for survey in _results(user).select_related("season").order_by("-released_on", "kind")[:MOST]:
        yield Thing(
            title=f"{title(survey)}: {survey.season.name}",
            text=_("The results are there. Nobody sees a single answer."),
            url=survey.get_absolute_url(),
            button=_("See the results"),
            is_ready=True,
        )
