"""Where an event of the annual clock leads in VatuPassi: a supervisor to the rounds, others to their own assessment.

An event may also mean one particular round: it leads those to it who see it, and the others as if it meant none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core.formats import date_only
from vatupassi.models import Round

if TYPE_CHECKING:
    from uuid import UUID

    from people.models import User

MOST = 20  # rounds to choose from: the newest


def find(user: User) -> tuple[str, str]:
    """Offer the team times, or look at one's own work before the talk."""
    if user.supervises:
        return _("Offer times for VatuPassi conversations"), reverse("round_list")
    return _("My VatuPassi"), reverse("assessment")


def _label(offered: Round) -> str:
    return _("VatuPassi round of %(day)s, %(name)s") % {
        "day": date_only(offered.created_at),
        "name": offered.supervisor.name,
    }


def offered(user: User) -> list[tuple[UUID, str]]:
    """The open rounds that this person has begun."""
    rows = Round.objects.editable_by(user).filter(closed_at=None).select_related("supervisor")
    return [(one.pk, _label(one)) for one in rows[:MOST]]


def found(user: User, ids: set[UUID]) -> dict[UUID, tuple[str, str]]:
    """These rounds, as far as this person sees them."""
    rows = Round.objects.visible_to(user).filter(pk__in=ids).select_related("supervisor")
    return {one.pk: (_label(one), reverse("round_detail", args=[one.pk])) for one in rows}
