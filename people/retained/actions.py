"""Setting a period: it holds, stands in the log and is told."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from core.retention import Period, histories, set_period
from people.models import User
from people.organisation.actions import negotiated
from people.retained.words import AREA, kept_as

if TYPE_CHECKING:
    from core.models import SettingChange


def one_change_at_a_time() -> None:
    """HR's changes wait for one another: a period that nobody has set has no row of its own to lock."""
    list(User.objects.filter(is_hr=True).select_for_update(no_key=True).order_by("pk").values_list("pk"))


def change_period(name: str, new: Period, *, negotiated_on: datetime.date, by: User) -> SettingChange | None:
    """Set it; None where it is so already."""
    now = histories(name)[name].newest
    if now == new:
        return None
    set_period(name, months=new.months, days=new.days)
    return negotiated(AREA, name, before=kept_as(now), after=kept_as(new), negotiated_on=negotiated_on, by=by)
