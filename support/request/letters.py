"""Letters about requests: neutral, without a word of what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core.formats import date_only
from core.outbox import Ids, Letter, mail
from support.models import HelpRequest

if TYPE_CHECKING:
    from people.models import User


def _to_answer(user: User, ids: Ids) -> HelpRequest:
    """For HR, while it waits."""
    return HelpRequest.objects.answerable_by(user).waiting().defer("question", "answer").get(pk=ids["request"])


def _own(user: User, ids: Ids) -> HelpRequest:
    return HelpRequest.objects.asked_by(user).defer("question", "answer").get(pk=ids["request"])


@mail("help_asked", about=_to_answer)
def _help_asked(user: User, request: HelpRequest) -> Letter:
    return Letter(
        subject=_("A request for help has come to HR"),
        body=_("Answer by %(day)s. What is asked, and who asks, is shown when you open it.")
        % {"day": date_only(request.due_on)},
        link=reverse("help_request", args=[request.pk]),
    )


@mail("help_answered", about=_own)
def _help_answered(user: User, request: HelpRequest) -> Letter:
    return Letter(
        subject=_("HR has answered you"),
        body=_("Read the answer in the application, and say whether it helped."),
        link=reverse("help_request", args=[request.pk]),
    )
