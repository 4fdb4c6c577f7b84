"""On the start page: a round in which the person has not booked yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import gettext as _

from core.start import Thing
from vatupassi.models import Round

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from people.models import User

MOST = 3


def _offered(user: User) -> QuerySet[Round]:
    rows = Round.objects.bookable_by(user).unanswered_by(user).select_related("supervisor")
    return rows.with_free_time()[:MOST]


def has_rounds(user: User) -> Exists:
    """Whether `things` may have something to say: a round going on was offered to the person."""
    return Exists(Round.objects.inviting(user))


def things(user: User) -> Iterator[Thing]:
    """Rounds with free times: one query. Somebody without a unit is in nobody's team."""
    for offered in _offered(user) if user.unit_id else []:
        yield Thing(
            title=_("%(name)s offers the team times to talk") % {"name": offered.supervisor.name},
            text=_("Choose a time that suits you; this is the first free one."),
            url=reverse("round_detail", args=[offered.pk]),
            button=_("Book a time"),
            when=offered.first_free,  # type: ignore[attr-defined]
        )
