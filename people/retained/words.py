"""Kinds of data by the names that everybody reads in the privacy notice; a change of a period in words."""

from __future__ import annotations

import re

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.retention import Period
from people.statement.views import KEPT

AREA = "retention"
OWN = [  # the application's own, of nobody: not in the notice
    (_("Finished jobs of the application"), "jobs", _("from their end")),
    (_("That a backup was made, and what had been deleted since"), "backups", _("from the backup")),
]
FEWEST = 5  # below it a count could tell of somebody
STEPS = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def title_of(name: str) -> str:
    """What is kept."""
    return next((str(what) for what, kind, _since in [*KEPT, *OWN] if kind == name), name)


def since_of(name: str) -> str:
    """From when its period is counted."""
    return next((str(since) for _what, kind, since in [*KEPT, *OWN] if kind == name), "")


def kept_as(period: Period) -> str:
    """A period as the log keeps it."""
    return f"{period.months} {period.days}"


def in_words(name: str, kept: str) -> str:
    """What the log kept, as one reads it."""
    months, _space, days = kept.partition(" ")
    return Period(int(months), int(days)).words


RULE = re.compile(r"(\w+): (\d+) months (\d+) days")  # as core.retention writes it into the disposal log


def rule_in_words(rule: str) -> str:
    """“24 months, from the end of the conversation”, whatever holds today."""
    if not (found := RULE.fullmatch(rule)):
        return rule
    name, months, days = found.groups()
    return f"{Period(int(months), int(days)).words}, {since_of(name)}"


def about_how_many(count: int) -> str:
    """A count as HR may know it: none is told apart below five, and above it a range of at least five."""
    if count < FEWEST:
        return gettext("fewer than 5")
    first = max(step for step in STEPS if step <= count)
    later = [step for step in STEPS if step > count]
    return f"{first}–{later[0] - 1}" if later else gettext("%(count)s or more") % {"count": first}
