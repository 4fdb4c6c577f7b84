"""The employer as its people see it: name, logo, footers, contacts, quiet hours.

HR keeps it in the browser (`people/organisation`); before HR has saved it the first time, the environment says it
(config/settings.py). `current()` costs a query a minute for each process, and error pages ask no database at all.
"""

from __future__ import annotations

import time

from django.db import transaction

from core.organisation.laws import Law, law_of
from core.organisation.models import Organisation
from core.organisation.thresholds import Threshold

REMEMBERED = 60  # seconds: every page shows the name, and HR changes it once in years
_remembered: tuple[float, Organisation | None] | None = None


def current() -> Organisation:
    """What HR has saved, or what the environment says. Another process's change shows within a minute."""
    global _remembered
    if _remembered is None or time.monotonic() - _remembered[0] > REMEMBERED:
        _remembered = (time.monotonic(), Organisation.objects.first())
    return _remembered[1] or Organisation.of_environment()


def smallest(threshold: Threshold) -> int:
    """The number in force this moment, asked anew: what is frozen with it must not be a minute late."""
    forget()
    number: int = getattr(current(), threshold.name)
    return number


def law() -> Law:
    """The words of the law for this employer's type."""
    return law_of(current().kind)


def without_database() -> Organisation:
    """For error pages: what this process knows."""
    return (_remembered and _remembered[1]) or Organisation.of_environment()


def forget() -> None:
    """Ask the database anew: now, and once more when what is being saved can be read by others."""
    global _remembered
    _remembered = None


def forget_when_saved() -> None:
    """After a change: another thread may read the earlier state until this one's transaction is over."""
    forget()
    transaction.on_commit(forget)


def nothing_saved() -> None:
    """Begin as an installation in which HR has saved nothing: for tests, whose pages have fixed counts of queries."""
    global _remembered
    _remembered = (time.monotonic(), None)
