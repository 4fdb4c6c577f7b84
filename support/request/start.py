"""Requests on the start page: HR's desk, and an answer that waits for its reader."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.start import Thing
from support.models import HelpRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User

MOST = 10


def has_requests(user: User) -> Exists:
    """Whether something may be said here."""
    return Exists(HelpRequest.objects.on_start_of(user))


def requests(user: User) -> Iterator[Thing]:
    """For HR how many wait and until when; for the asker the answer."""
    for row in HelpRequest.objects.asked_by(user).open().exclude(answered_at=None).defer("question", "answer")[:MOST]:
        if row.meets_ahead:
            yield _meeting(row)
            continue
        yield Thing(
            title=_("HR has answered you"),
            text=_("Say whether it helped."),
            url=reverse("help_request", args=[row.pk]),
            button=_("Read"),
            urgent=True,
        )
    if not user.is_hr:
        return
    for row in HelpRequest.objects.answerable_by(user).met().filter(owner=user).defer("question", "answer")[:MOST]:
        if row.meets_ahead:
            yield _meeting(row)
    waiting = list(HelpRequest.objects.answerable_by(user).waiting().values_list("due_on", flat=True)[:100])
    if waiting:
        count = len(waiting)
        noon = datetime.datetime.combine(waiting[0], datetime.time(12))
        yield Thing(
            title=ngettext("%(count)d request for help", "%(count)d requests for help", count) % {"count": count},
            text=_("Waits for HR’s answer."),
            url=reverse("help_desk"),
            button=_("Open"),
            when=timezone.make_aware(noon),
            has_clock=False,
            is_due=True,
        )


def _meeting(row: HelpRequest) -> Thing:
    """A time that is agreed."""
    return Thing(
        title=_("A time about a request for help"),
        text=row.meets_place,
        url=reverse("help_request", args=[row.pk]),
        button=_("Open"),
        when=row.meets_at,
    )
