"""What is done together beyond one's own group, for the start page: a season's joint events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists
from django.utils.translation import gettext as _

from core.formats import moment
from core.start import Thing
from verme.models import SeasonEvent

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
