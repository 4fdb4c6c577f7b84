"""On the start page: a round in which the person has not booked yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from core.formats import moment
from core.prepared import prepared
from core.start import Thing
from vatupassi.models import Round, RoundTime

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.db.models import QuerySet

    from people.models import User

MOST = 3


@prepared
def _offered(user: User, unit: UUID) -> QuerySet[Round]:
    user.unit_id = unit
    times = RoundTime.objects.filter(round=OuterRef("pk"))
    rows = Round.objects.bookable_by(user).filter(~Exists(times.of(user))).select_related("supervisor")
    rows = rows.annotate(first_free=Subquery(times.free().order_by("starts_at").values("starts_at")[:1]))
    return rows.exclude(first_free=None)[:MOST]


def has_rounds(user: User) -> Exists:
    """Whether `things` may have something to say: a round going on was offered to the person."""
    return Exists(Round.invited.through.objects.filter(user=user, round__closed_at=None))


def things(user: User) -> Iterator[Thing]:
    """Rounds with free times: one query. Somebody without a unit is in nobody's team."""
    for offered in _offered(user, user.unit_id):
        yield Thing(
            title=_("%(name)s offers the team times to talk") % {"name": offered.supervisor.name},
            text=_("First free time: %(time)s") % {"time": moment(offered.first_free)},  # type: ignore[attr-defined]
            url=reverse("round_detail", args=[offered.pk]),
            button=_("Book a time"),
            when=offered.first_free,  # type: ignore[attr-defined]
        )
