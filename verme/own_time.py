"""What a person has in their calendar of Verme: shown to themselves where they choose a time."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils.translation import pgettext

from core.dates.own_time import Taken
from verme.models import EventSignUp, SeasonEvent, SeminarDay, Session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User

LONGEST = datetime.timedelta(days=1)  # more than any of these takes


def meetings(user: User, begin: datetime.datetime, end: datetime.datetime) -> Iterator[Taken]:
    """Of the groups in which the person is: one query."""
    rows = Session.objects.visible_to(user).filter(state=Session.State.PLANNED).select_related("group")
    for row in rows.filter(starts_at__gt=begin - LONGEST, starts_at__lt=end):
        yield Taken(
            f"verme-session:{row.pk}",
            pgettext("own day", "a Verme meeting"),
            row.group.name,
            row.starts_at,
            row.ends_at,
        )


def events(user: User, begin: datetime.datetime, end: datetime.datetime) -> Iterator[Taken]:
    """Those to which the person comes: one query."""
    comes = EventSignUp.objects.of(user).placed().filter(event=OuterRef("pk"))
    rows = SeasonEvent.objects.visible_to(user).filter(Exists(comes), state=SeasonEvent.State.OPEN)
    for row in rows.filter(starts_at__gt=begin - LONGEST, starts_at__lt=end):
        yield Taken(f"season-event:{row.pk}", pgettext("own day", "an event"), row.title, row.starts_at, row.ends_at)


def seminars(user: User, begin: datetime.datetime, end: datetime.datetime) -> Iterator[Taken]:
    """Days of a training in which the person takes part: one query."""
    rows = SeminarDay.objects.of(user).select_related("seminar")
    for row in rows.filter(starts_at__gt=begin - LONGEST, starts_at__lt=end):
        name = f"{row.seminar.roman} {row.seminar.title}"
        yield Taken(f"seminar-day:{row.pk}", pgettext("own day", "a seminar"), name, row.starts_at, row.ends_at)
