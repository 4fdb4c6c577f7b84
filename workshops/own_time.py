"""What a person has in their calendar of the workshops: shown to themselves where they choose a time."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils.translation import pgettext

from core.dates.own_time import Taken
from workshops.models import Agenda, ForumMeeting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User

LONGEST = datetime.timedelta(days=1)  # more than any of these takes
USUAL = datetime.timedelta(hours=1)  # where no programme tells


def workshops(user: User, begin: datetime.datetime, end: datetime.datetime) -> Iterator[Taken]:
    """Those that the person leads or has a place in: two queries."""
    mine = Agenda.objects.of(user).visible_to(user).exclude(state=Agenda.State.CANCELLED).prefetch_related("blocks")
    for agenda in mine.filter(starts_at__gt=begin - LONGEST, starts_at__lt=end):
        slots = agenda.slots()
        until = slots[-1].end if slots else agenda.starts_at + USUAL
        yield Taken(f"agenda:{agenda.pk}", pgettext("own day", "a workshop"), agenda.title, agenda.starts_at, until)


def forum_meetings(user: User, begin: datetime.datetime, end: datetime.datetime) -> Iterator[Taken]:
    """Of the forums that the person chairs: two queries."""
    rows = ForumMeeting.objects.visible_to(user).filter(forum__chair=user).select_related("forum")
    for row in rows.filter(starts_at__gt=begin - LONGEST, starts_at__lt=end).prefetch_related("items"):
        length = datetime.timedelta(minutes=sum(item.minutes for item in row.items.all())) or USUAL
        what, until = pgettext("own day", "a meeting"), row.starts_at + length
        yield Taken(f"forum-meeting:{row.pk}", what, str(row.forum), row.starts_at, until)
