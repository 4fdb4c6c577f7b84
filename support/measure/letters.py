"""The letter of a measure that somebody has suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core.outbox import Ids, Letter, mail
from support.models import Measure

if TYPE_CHECKING:
    from people.models import User


def _answered(user: User, ids: Ids) -> Measure:
    """An answered suggestion of the reader's."""
    return Measure.objects.suggested_to_hr_by(user).exclude(answered_at=None).get(pk=ids["measure"])


@mail("measure_answered", about=_answered)
def _measure_answered(user: User, measure: Measure) -> Letter:
    return Letter(
        subject=_("HR has answered your suggestion"),
        body=_("You suggested a measure. HR’s answer is on the page of measures."),
        link=reverse("measure_list"),
    )
