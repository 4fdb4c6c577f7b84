"""Notices on the start page: one that waits for the supervisor, and an answer that waits for its reader."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.start import Thing
from support.models import LoadNotice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User

MOST = 10


def has_notices(user: User) -> Exists:
    """Whether something may be said here."""
    return Exists(LoadNotice.objects.on_start_of(user))


def notices(user: User) -> Iterator[Thing]:
    """One query: those that may be read."""
    rows = LoadNotice.objects.visible_to(user).on_start_of(user).defer("text", "answer")
    for row in rows[:MOST]:
        own = row.by_id == user.pk
        noon = timezone.make_aware(datetime.datetime.combine(row.due_on, datetime.time(12)))
        yield Thing(
            title=_("Your notice has been answered") if own else _("A notice of load"),
            text=_("Read it, and close the notice when it is in order.") if own else _("Waits for your answer."),
            url=reverse("load_notice", args=[row.pk]),
            button=_("Read"),
            when=None if own else noon,
            has_clock=False,
            urgent=True,
            is_due=not own,
        )
