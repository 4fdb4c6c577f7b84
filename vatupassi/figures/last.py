"""The last release in a few words, for a page that shows it beside other things."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse

from vatupassi.figures.models import Release
from vatupassi.figures.page import shown
from vatupassi.figures.terms import Term

if TYPE_CHECKING:
    from people.models import User


class LastRelease(NamedTuple):
    """The whole organisation: bands in words, or that the group is too small."""

    term: Term
    released_on: datetime.date
    offered: str
    held: str
    in_time: str
    promises: str  # nothing where too few promised
    held_before: str  # in the term before; nothing where it was not released
    url: str


def last_release() -> LastRelease | None:
    """The figures that all staff see, or None before the first release. One query."""
    found = list(Release.objects.made()[:2])
    if not found:
        return None
    release = found[0]
    before = found[1] if len(found) > 1 and found[1].term == release.term.before else None
    told = shown(release, before)
    assert release.released_on
    return LastRelease(
        release.term,
        release.released_on,
        told.whole.offered.words,
        told.whole.held.words,
        told.whole.in_time.words,
        told.promises,
        told.whole.before.words if told.whole.before else "",
        reverse("figures_of_term", args=[release.year, release.half]),
    )


def desk_part(user: User) -> dict[str, Any] | None:
    """For HR's desk. The same for whoever asks, as for all staff."""
    found = last_release()
    return {"last": found} if found else None
