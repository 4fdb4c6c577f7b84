"""HR's desk: what waits, the next days, and what the apps above show below them.

An app registers in its `AppConfig.ready`: `waits(provider)` for rows of what waits, `days(provider)` for next days,
`part(order, template, provider)` for a piece of its own, which is shown when its provider has something. A provider
makes a fixed number of queries.

Nothing here is counted or named that would let one infer that somebody has a conversation: of letters, for instance,
only those that HR sends itself are counted when they fail.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

if TYPE_CHECKING:
    from people.models import User

MOST_DAYS = 6


@dataclass(frozen=True)
class Waits:
    """One row: how many of what, in words, since when, until when, and where one sees to them."""

    count: int
    what: str
    text: str
    url: str
    since: datetime.date | None = None
    due: datetime.date | None = None

    @property
    def days(self) -> int | None:
        """For how long the oldest has waited."""
        return (timezone.localdate() - self.since).days if self.since else None

    @property
    def is_late(self) -> bool:
        """Whether its day has passed."""
        return self.due is not None and self.due < timezone.localdate()


@dataclass(frozen=True)
class NextDay:
    """One of the next days; with a time of the day or without."""

    day: datetime.date
    what: str
    text: str
    url: str
    at: datetime.datetime | None = None


WaitsOf = Callable[["User"], Iterable[Waits]]
DaysOf = Callable[["User"], Iterable[NextDay]]
PartOf = Callable[["User"], "dict[str, Any] | None"]
_waits: list[WaitsOf] = []
_days: list[DaysOf] = []
_parts: dict[str, tuple[int, PartOf]] = {}  # template → order, provider


def waits(provider: WaitsOf) -> None:
    """Add rows of what waits; the same provider twice is one."""
    if provider not in _waits:
        _waits.append(provider)


def days(provider: DaysOf) -> None:
    """Add next days."""
    if provider not in _days:
        _days.append(provider)


def part(order: int, template: str, provider: PartOf) -> None:
    """Add a piece below: a template that is included with what the provider gives as `part`; None shows nothing."""
    _parts[template] = (order, provider)


def what_waits(user: User) -> list[Waits]:
    """All rows that count something, the oldest first; what has no age comes last."""
    rows = [row for provider in _waits for row in provider(user) if row.count]
    return sorted(rows, key=lambda row: (row.since or datetime.date.max, row.due or datetime.date.max))


def next_days(user: User) -> list[NextDay]:
    """The next few of all."""
    rows = [row for provider in _days for row in provider(user)]
    midnight = datetime.time.min
    return sorted(rows, key=lambda row: (row.day, timezone.localtime(row.at).time() if row.at else midnight))[
        :MOST_DAYS
    ]


def parts(user: User) -> list[tuple[str, dict[str, Any]]]:
    """The pieces that have something to show, in order: template and what it gets."""
    in_order = sorted(_parts.items(), key=lambda item: item[1][0])
    found = [(template, provider(user)) for template, (_order, provider) in in_order]
    return [(template, given) for template, given in found if given is not None]
