"""Setting a threshold: it holds for what is frozen or opened from now on, stands in the log and is told."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from core import organisation
from core.models import SettingChange
from core.organisation.thresholds import Threshold
from people.organisation.actions import locked, negotiated
from people.thresholds.words import AREA

if TYPE_CHECKING:
    from people.models import User


def largest_since(threshold: Threshold, day: datetime.date) -> int:
    """The largest number that has held on or after a day: what was hidden then stays hidden, whatever holds now."""
    changes = SettingChange.objects.filter(area=AREA, setting=threshold.name, at__date__gte=day)
    numbers = [int(number) for change in changes.values_list("before", "after") for number in change]
    return max([organisation.smallest(threshold), *numbers])


def change_threshold(threshold: Threshold, new: int, *, negotiated_on: datetime.date, by: User) -> SettingChange | None:
    """Set it; None where it is so already."""
    row = locked(by)
    now = getattr(row, threshold.name)
    if now == new:
        return None
    setattr(row, threshold.name, new)
    row.revision += 1
    row.save()
    organisation.forget_when_saved()
    return negotiated(AREA, threshold.name, before=str(now), after=str(new), negotiated_on=negotiated_on, by=by)
