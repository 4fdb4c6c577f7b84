"""Which periods HR sets, and between what: half and one and a half of what the application comes with."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

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

    def words(self) -> str:
        """“6–18 months”, “15–45 days”."""
        told = gettext("%(least)s–%(most)s months") if self.in_months else gettext("%(least)s–%(most)s days")
        return told % {"least": self.least, "most": self.most}

    def words_of(self, period: Period) -> str:
        """“12 months”; one of whole years also in what the bounds are told in: “5 years (60 months)”."""
        if not self.in_months or period.words == (told := _months(period.months)):
            return period.words
        return f"{period.words} ({told})"


def _months(count: int) -> str:
    return ngettext("%(count)d month", "%(count)d months", count) % {"count": count}


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
