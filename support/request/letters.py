"""Letters about requests: neutral, without a word of what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core import ics, organisation
from core.formats import date_only, moment
from core.outbox import Attachment, Ids, Letter, mail
from support.models import HelpRequest
from support.request.actions import uid

if TYPE_CHECKING:
    import datetime

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


def _met(user: User, ids: Ids) -> HelpRequest:
    """For whoever may still open it, while it has a time of theirs: a colleague may have taken it over."""
    rows = HelpRequest.objects.visible_to(user).met().met_by(user)
    return rows.defer("question", "answer").get(pk=ids["request"])


def _begins(request: HelpRequest) -> datetime.datetime:
    assert request.meets_at is not None
    return request.meets_at


def entry(request: HelpRequest, user: User) -> bytes:
    """For a calendar that others may see: no word of what it is about."""
    assert request.meets_at is not None
    return ics.event(
        uid(request),
        request.calendar_sequence,
        "REQUEST",
        request.meets_at,
        request.meets_minutes,
        _("Meeting"),
        request.meets_place,
        _organizer(),
        user,
        user.language,
    )


def _organizer() -> ics.Organizer:
    return ics.Organizer(organisation.current().name, settings.DEFAULT_FROM_EMAIL)


@mail("help_time", about=_met, starts=_begins)
def _help_time(user: User, request: HelpRequest) -> Letter:
    return Letter(
        subject=_("A time has been agreed: %(when)s") % {"when": moment(_begins(request))},
        body=_("It is about a request for help. The place is in the calendar entry, and in the application."),
        attachments=[Attachment("tapaaminen.ics", entry(request, user), ics.TYPE)],
        link=reverse("help_request", args=[request.pk]),
    )


def _called_off(user: User, ids: Ids) -> tuple[HelpRequest | None, ics.Freed]:
    """What leaves one's own calendar is always theirs to know, also when its request has been taken back since."""
    request = HelpRequest.objects.visible_to(user).defer("question", "answer").filter(pk=ids["request"]).first()
    if request is None and ids.get("of") != str(user.pk):  # letters of before December 2026 do not say whose it was
        raise HelpRequest.DoesNotExist
    return request, ics.Freed.read(ids["freed"])


@mail("help_time_cancelled", about=_called_off)
def _help_time_cancelled(user: User, told: tuple[HelpRequest | None, ics.Freed]) -> Letter:
    request, freed = told
    gone = ics.event(
        freed.uid,
        freed.sequence,
        "CANCEL",
        freed.starts_at,
        freed.minutes,
        _("Meeting"),
        "",
        _organizer(),
        user,
        user.language,
    )
    return Letter(
        subject=_("The time is called off: %(when)s") % {"when": moment(freed.starts_at)},
        body=_("It leaves your calendar with this message. You can agree on another one in the application."),
        attachments=[Attachment("peruttu.ics", gone, ics.TYPE)],
        link=reverse("help_request", args=[request.pk]) if request else reverse("help_ask"),
    )
