"""Kinds of data by the names that everybody reads in the privacy notice; a change of a period in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.retention import Period
from people.statement.views import KEPT

AREA = "retention"
FEWEST = 5  # below it a count could tell of somebody
STEPS = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def title_of(name: str) -> str:
    """What is kept."""
    return next((str(what) for what, kind, _since in KEPT if kind == name), name)


def since_of(name: str) -> str:
    """From when its period is counted."""
    return next((str(since) for _what, kind, since in KEPT if kind == name), "")


def kept_as(period: Period) -> str:
    """A period as the log keeps it."""
    return f"{period.months} {period.days}"


def in_words(name: str, kept: str) -> str:
    """What the log kept, as one reads it."""
    months, _space, days = kept.partition(" ")
    return Period(int(months), int(days)).words


def about_how_many(count: int) -> str:
    """A count as HR may know it: none is told apart below five, and above it a range of at least five."""
    if count < FEWEST:
        return _("fewer than 5")
    first = max(step for step in STEPS if step <= count)
    later = [step for step in STEPS if step > count]
    return f"{first}–{later[0] - 1}" if later else _("%(count)s or more") % {"count": first}
