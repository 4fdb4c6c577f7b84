"""What a person has in their calendar here: each app tells of its own, and only to the person themselves.

An app registers a provider in its `AppConfig.ready`: `own_time.register(provider)`. A provider gives what overlaps the
time between two moments, in a fixed number of queries, and starts from what the person may see.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True)
class Taken:
    """A time that is taken. ``key`` names it, so that what is being moved does not clash with itself."""

    key: str
    what: str  # a conversation
    name: str  # with whom, or of which group; empty where somebody else may be looking at the screen
    starts_at: datetime.datetime
    ends_at: datetime.datetime

    @property
    def title(self) -> str:
        """What and with whom."""
        return f"{self.what}: {self.name}" if self.name else self.what

    def overlaps(self, begin: datetime.datetime, end: datetime.datetime) -> bool:
        """Whether the two share time."""
        return self.starts_at < end and begin < self.ends_at


Provider = Callable[["User", datetime.datetime, datetime.datetime], Iterable[Taken]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add a provider; the same one twice is one."""
    if provider not in _providers:
        _providers.append(provider)


def taken(user: User, begin: datetime.datetime, end: datetime.datetime, *, without: str = "") -> list[Taken]:
    """What the person has between two moments, in order of time."""
    found = (each for provider in _providers for each in provider(user, begin, end))
    mine = [each for each in found if each.key != without and each.overlaps(begin, end)]
    return sorted(mine, key=lambda each: (each.starts_at, each.ends_at, each.key))


def free_from(busy: list[Taken], begin: datetime.datetime, length: datetime.timedelta) -> datetime.datetime:
    """The first moment from here on at which so long a time is free."""
    for each in busy:
        if each.overlaps(begin, begin + length):
            begin = each.ends_at
    return begin
