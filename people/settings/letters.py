"""One letter a week on what one has ahead, for whoever wants it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates.own_time import Taken, taken
from core.formats import clock_range, short_day
from core.outbox import Ids, Letter, mail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from people.models import User

WEEK = datetime.timedelta(days=7)
KIND = "week"


def _ahead(user: User, ids: Ids) -> Sequence[Taken]:
    """What the reader has in that week, while they want the letter and the week is not over."""
    monday = datetime.datetime.combine(
        datetime.date.fromisoformat(ids["monday"]), datetime.time(), timezone.get_current_timezone()
    )
    found = taken(user, monday, monday + WEEK) if user.weekly_letter else []
    if not found:
        raise ObjectDoesNotExist
    return found


@mail(KIND, about=_ahead)
def _week(user: User, ahead: Sequence[Taken]) -> Letter:
    """Times and what they are for; nobody's name and no occasion."""
    lines = [
        f"– {short_day(each.starts_at)} {clock_range(each.starts_at, each.ends_at)}: {each.what}" for each in ahead
    ]
    asked = _("You have asked for this letter. You can turn it off in My account.")
    return Letter(
        subject=_("Your week"),
        body="\n\n".join([_("This week you have here:"), "\n".join(lines), asked]),
        link=reverse("home"),
    )
