"""Which periods HR sets, and between what: half and one and a half of what the application comes with."""

from __future__ import annotations

from dataclasses import dataclass

from core.retention import DEFAULTS, Period
from people.statement.views import KEPT

# Not HR's: what its owner chooses, lives for a day or less, closes instead of deleting, or is HR's own log
FIXED = {
    "assessment_longer",
    "room_marks",
    "roster_import",
    "my_data_export",
    "paper_orders",
    "conversation_silent_closes",
    "remainder",
    "setting_change",
}

# A promise of its own that no setting makes longer
LIMITS = {"conversation_longest"}


@dataclass(frozen=True)
class Bounds:
    """The shortest and the longest, in months or in days."""

    least: int
    most: int
    in_months: bool

    def period(self, number: int) -> Period:
        """So many of them."""
        return Period(months=number) if self.in_months else Period(days=number)

    def number(self, period: Period) -> int:
        """How many of them a period has."""
        return period.months if self.in_months else period.days


def bounds_of(name: str) -> Bounds:
    """Of one kind of data."""
    default = DEFAULTS[name]
    figure = default.months or default.days
    most = figure if name in LIMITS else figure * 3 // 2
    return Bounds(-(-figure // 2), most, bool(default.months))


def settable() -> list[str]:
    """What HR may set, in the order of the privacy notice."""
    found = [name for _what, name, _since in KEPT if name not in FIXED]
    return [name for name in found if bounds_of(name).least < bounds_of(name).most]
