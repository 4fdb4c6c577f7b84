"""The two terms of a year, of which figures are told: January to July, August to December."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

SPRING, AUTUMN = "kevat", "syksy"
BEGINS = {SPRING: (1, 1), AUTUMN: (8, 1)}
ENDS = {SPRING: (7, 31), AUTUMN: (12, 31)}
IN_TIME = datetime.timedelta(days=14)  # from the time of a follow-up to its sitting


class Term(NamedTuple):
    """A half of a year; ``half`` stands in addresses."""

    year: int
    half: str

    @property
    def first_day(self) -> datetime.date:
        """Its first day."""
        return datetime.date(self.year, *BEGINS[self.half])

    @property
    def last_day(self) -> datetime.date:
        """Its last day: people and units are counted as they are at its end."""
        return datetime.date(self.year, *ENDS[self.half])

    @property
    def released_from(self) -> datetime.date:
        """From this day on its figures can be told: every follow-up of it has had its fourteen days."""
        return self.last_day + IN_TIME + datetime.timedelta(days=1)

    @property
    def title(self) -> str:
        """“kevät 2026”."""
        return self._said(_("spring %(year)d"), _("autumn %(year)d"))

    @property
    def capital(self) -> str:
        """“Kevät 2026”."""
        return self._said(_("Spring %(year)d"), _("Autumn %(year)d"))

    def _said(self, spring: str, autumn: str) -> str:
        return (spring if self.half == SPRING else autumn) % {"year": self.year}

    @property
    def before(self) -> Term:
        """The one before it."""
        return Term(self.year - 1, AUTUMN) if self.half == SPRING else Term(self.year, SPRING)

    @property
    def moments(self) -> tuple[datetime.datetime, datetime.datetime]:
        """From its first moment to that of the next one, by the local clock."""
        zone, day = timezone.get_current_timezone(), self.last_day + datetime.timedelta(days=1)
        return (
            datetime.datetime.combine(self.first_day, datetime.time(), zone),
            datetime.datetime.combine(day, datetime.time(), zone),
        )


def term_of(day: datetime.date) -> Term:
    """The term that a day lies in."""
    return Term(day.year, SPRING if day.month <= ENDS[SPRING][0] else AUTUMN)


def last_ended(today: datetime.date | None = None) -> Term:
    """The latest one that is over."""
    return term_of(today or timezone.localdate()).before
