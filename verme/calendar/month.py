"""What one person's calendar of Verme holds, for a month's page and for the calendar program: no names of people.

HR sees the times of all groups and the days of the seasons; everybody else what they are in themselves.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import formats
from verme.calendar.entries import uid
from verme.models import EventSignUp, Group, Season, SeasonEvent, SeminarDay, Session, Survey, Training

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from people.models import User

MOST = 2000  # entries of one person; a city of 50,000 has some hundreds in a year


@dataclass(frozen=True)
class Entry:
    """One thing in the calendar; without a time it is of the whole day."""

    uid: str
    day: datetime.date
    title: str
    url: str
    at: datetime.datetime | None = None
    minutes: int = 0
    place: str = ""
    sequence: int = 0

    @property
    def ends_at(self) -> datetime.datetime | None:
        """When it ends."""
        return self.at and self.at + datetime.timedelta(minutes=self.minutes)


def entries(user: User, begin: datetime.date, end: datetime.date) -> list[Entry]:
    """From the one day to before the other, in order of time: a fixed number of queries."""
    midnight = datetime.time.min
    span = [timezone.make_aware(datetime.datetime.combine(day, midnight)) for day in (begin, end)]
    found = [*_meetings(user, *span), *_events(user, *span), *_seminars(user, *span)]
    if user.is_hr:
        found += _days_of_seasons(user, begin, end)
    found.sort(key=lambda one: (one.day, one.at is not None, one.at or span[0], one.title, one.uid))
    return found[:MOST]


def _timed(row: Session | SeasonEvent | SeminarDay, title: str, place: str, url: str) -> Entry:
    at = timezone.localtime(row.starts_at)
    return Entry(uid(row), at.date(), title, url, at, row.minutes, place, row.calendar_sequence)


def _meetings(user: User, begin: datetime.datetime, end: datetime.datetime) -> Iterator[Entry]:
    rows = Session.objects.dated_for(user).filter(state=Session.State.PLANNED, starts_at__gte=begin, starts_at__lt=end)
    inside = set(Group.objects.inside(user).values_list("pk", flat=True)) if user.is_hr else None
    columns = ("group", "starts_at", "minutes", "place", "calendar_sequence")
    for row in rows.select_related("group").only(*columns, "group__name", "group__season").order_by("starts_at")[:MOST]:
        is_mine = inside is None or row.group_id in inside
        url = row.get_absolute_url() if is_mine else reverse("season_overview", args=[row.group.season_id])
        yield _timed(row, row.group.name, row.place, url)


def _events(user: User, begin: datetime.datetime, end: datetime.datetime) -> Iterator[Entry]:
    rows = SeasonEvent.objects.visible_to(user).filter(state=SeasonEvent.State.OPEN)
    if not user.is_hr:
        rows = rows.filter(Exists(EventSignUp.objects.of(user).placed().filter(event=OuterRef("pk"))))
    for row in rows.filter(starts_at__gte=begin, starts_at__lt=end)[:MOST]:
        yield _timed(row, row.title, row.place, row.get_absolute_url())


def _seminars(user: User, begin: datetime.datetime, end: datetime.datetime) -> Iterator[Entry]:
    rows = SeminarDay.objects.visible_to(user) if user.is_hr else SeminarDay.objects.of(user)
    found = rows.filter(starts_at__gte=begin, starts_at__lt=end).select_related("seminar")[:MOST]
    trainings = Training.objects.led_by(user).values_list("pk", flat=True)
    led = set(trainings.filter(pk__in={row.seminar.training_id for row in found}))
    for row in found:
        training = row.seminar.training_id
        url = reverse("training_detail" if training in led else "my_training", args=[training])
        yield _timed(row, f"{row.seminar.roman} {row.seminar.title}", row.seminar.place, url)


def _days_of_seasons(user: User, begin: datetime.date, end: datetime.date) -> Iterator[Entry]:
    """For HR: when seasons begin and end, until when one may sign up and answer."""
    for season in Season.objects.editable_by(user).exclude(state=Season.State.DRAFT):
        named: Iterable[tuple[str, datetime.date, str]] = (
            ("begins", season.starts_on, _("The season begins: %(season)s")),
            ("sign-up", season.sign_up_until, _("Sign-up ends: %(season)s")),
            ("ends", season.ends_on, _("The season ends: %(season)s")),
        )
        for code, day, words in named:
            if begin <= day < end:
                title = words % {"season": season.name}
                yield Entry(f"verme-season-{code}-{season.pk}@varhainen-tuki", day, title, season.get_absolute_url())
    surveys = Survey.objects.editable_by(user).filter(until__gte=begin, until__lt=end).select_related("season")
    for survey in surveys:
        title = _("The survey closes: %(season)s") % {"season": survey.season.name}
        if survey.until:
            yield Entry(f"verme-survey-{survey.pk}@varhainen-tuki", survey.until, title, survey.get_absolute_url())


# ---- A month as a page


@dataclass(frozen=True)
class Day:
    """One cell."""

    day: datetime.date
    entries: list[Entry]
    in_month: bool
    is_today: bool


@dataclass(frozen=True)
class Month:
    """Its weeks from Monday on, and the months beside it."""

    first: datetime.date
    weeks: list[list[Day]]

    @property
    def title(self) -> str:
        """December 2026."""
        return date_format(self.first, "F Y")

    @property
    def heads(self) -> list[tuple[str, str]]:
        """The days of the week: short, and whole."""
        language = (get_language() or settings.LANGUAGE_CODE)[:2]
        return [(formats.WEEKDAYS[language][number], str(WEEKDAYS[number])) for number in range(7)]

    @property
    def before(self) -> str:
        """The month before, as in addresses."""
        return f"{self.first - datetime.timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        """The one after."""
        return f"{self.first + datetime.timedelta(days=31):%Y-%m}"

    @property
    def is_empty(self) -> bool:
        """Nothing in this month."""
        return not any(day.entries for week in self.weeks for day in week if day.in_month)


def first_day(written: str) -> datetime.date:
    """Of the month that an address names (2026-12); of this one where it names none."""
    try:
        found = datetime.datetime.strptime(written, "%Y-%m").date()
    except ValueError:
        found = timezone.localdate()
    return found.replace(day=1) if 2000 <= found.year < 2100 else timezone.localdate().replace(day=1)


def month_of(user: User, first: datetime.date) -> Month:
    """The month with this first day, as this person sees it."""
    days = calendar.Calendar().monthdatescalendar(first.year, first.month)
    by_day: dict[datetime.date, list[Entry]] = {}
    for entry in entries(user, days[0][0], days[-1][-1] + datetime.timedelta(days=1)):
        by_day.setdefault(entry.day, []).append(entry)
    today = timezone.localdate()
    weeks = [[Day(day, by_day.get(day, []), day.month == first.month, day == today) for day in week] for week in days]
    return Month(first, weeks)
