"""What is told below a field: the day or time that was understood, or the days of which one has to be chosen."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formats
from core.working_days import is_working_day, working_day_from


def told_day(day: datetime.date) -> str:
    """ti 8.12.2026, viikko 50; in the reader's language."""
    return _("%(day)s, week %(week)d") % {"day": formats.day(day), "week": day.isocalendar().week}


@dataclass(frozen=True)
class Choice:
    """One of the days that a text may mean."""

    value: str
    text: str


@dataclass(frozen=True)
class Told:
    """``text``: what was understood; ``problem``: what to write instead; ``day``: for the browser's calendar."""

    text: str = ""
    problem: str = ""
    day: str = ""
    choices: tuple[Choice, ...] = ()


def of_days(days: tuple[datetime.date, ...]) -> Told:
    """One day read back, or several to choose from."""
    if len(days) == 1:
        return Told(text=told_day(days[0]), day=days[0].isoformat())
    return Told(choices=tuple(Choice(day.isoformat(), formats.day(day)) for day in days))


@dataclass(frozen=True)
class Pick:
    """A quick choice: what it is called, the day it gives, and how the field writes that."""

    label: str
    day: str
    value: str


def pick(today: datetime.date, days: int) -> Pick | None:
    """So many days from today; of whole weeks the working day from there on. No tomorrow that is a day off."""
    if abs(days) == 1 and not is_working_day(today + datetime.timedelta(days=days)):
        return None
    found = today + datetime.timedelta(days=days)
    if days % 7 == 0 and days > 0:
        found = working_day_from(found)
    names = {0: _("Today"), 1: _("Tomorrow"), -1: _("Yesterday")}
    label = names.get(days) or ngettext("%(n)d week", "%(n)d weeks", days // 7) % {"n": days // 7}
    return Pick(label, formats.short_day(found), formats.date_only(found, "fi"))
