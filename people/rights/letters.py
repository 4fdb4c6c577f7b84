"""Letters about requests: what is asked, and by whom, stands in none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core.formats import date_only
from core.outbox import Ids, Letter, mail
from people.models import RightsRequest

if TYPE_CHECKING:
    from people.models import User


def _to_answer(user: User, ids: Ids) -> RightsRequest:
    """For whoever may answer, while it is open."""
    return RightsRequest.objects.answerable_by(user).open().defer("text", "answer").get(pk=ids["request"])


def _own(user: User, ids: Ids) -> RightsRequest:
    return RightsRequest.objects.asked_by(user).defer("text", "answer").get(pk=ids["request"])


@mail("rights_asked", about=_to_answer)
def _asked(user: User, request: RightsRequest) -> Letter:
    return Letter(
        subject=_("A request about one’s own data has come"),
        body=_("Answer by %(day)s. Who asks for what is shown when you open it.") % {"day": date_only(request.due_on)},
        link=reverse("rights_request", args=[request.pk]),
    )


def _own_prolonged(user: User, ids: Ids) -> RightsRequest:
    return (
        RightsRequest.objects.asked_by(user)
        .open()
        .exclude(prolonged_for="")
        .defer("text", "answer")
        .get(pk=ids["request"])
    )


@mail("rights_prolonged", about=_own_prolonged)
def _prolonged(user: User, request: RightsRequest) -> Letter:
    body = _(
        "The answer to what you asked about your own data takes longer than a month. You get it by %(day)s at the "
        "latest. Why: %(reason)s You may complain to the Data Protection Ombudsman at any time."
    )
    return Letter(
        subject=_("Your request about your own data takes longer"),
        body=body % {"day": date_only(request.due_on), "reason": request.get_prolonged_for_display()},
        link=reverse("rights_request", args=[request.pk]),
    )


@mail("rights_answered", about=_own)
def _answered(user: User, request: RightsRequest) -> Letter:
    return Letter(
        subject=_("You have an answer about your own data"),
        body=_("Read the answer in the application."),
        link=reverse("rights_request", args=[request.pk]),
    )
