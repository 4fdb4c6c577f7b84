"""Whoever leaves is offered a copy of their own data before their sign-in ends: on the start page and in a letter."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.formats import date_only
from core.outbox import Ids, Letter, mail
from core.start import Thing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User

OFFERED = datetime.timedelta(days=30)  # before the last day


def is_leaving(user: User) -> bool:
    """Whether the last day is near and not over."""
    today = timezone.localdate()
    return user.ends_on is not None and today <= user.ends_on <= today + OFFERED


def copy_offered(user: User) -> Iterator[Thing]:
    """On the start page; no query."""
    if user.ends_on and is_leaving(user):
        yield Thing(
            title=_("Your employment ends on %(day)s") % {"day": date_only(user.ends_on)},
            text=_("Take a copy of your own data before it: your sign-in ends with that day."),
            url=reverse("my_data"),
            button=_("Take a copy"),
            urgent=True,
        )


def _leaver(user: User, ids: Ids) -> User:
    """While that last day stands and is not over."""
    if not is_leaving(user) or str(user.ends_on) != ids["last_day"]:
        raise ObjectDoesNotExist
    return user


@mail("copy_offered", about=_leaver)
def _copy_offered(user: User, leaver: User) -> Letter:
    body = _(
        "Your employment ends on %(day)s, and so does your sign-in here. If you want a copy of your own data and your "
        "memos, have it made before that. Afterwards HR sees to it when you ask."
    )
    day = date_only(leaver.ends_on) if leaver.ends_on else ""
    return Letter(_("A copy of your own data"), body % {"day": day}, link=reverse("my_data"))
