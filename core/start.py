"""The start page: each app says what is next for a person; the page shows it in order of time.

An app registers a provider in its `AppConfig.ready`: `start.register(provider)`. A provider is called for each visit,
so it makes a fixed number of queries, each with a limit.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True)
class Thing:
    """One thing to do or to know: what, when, and the button that leads there."""

    title: str
    text: str
    url: str
    button: str
    when: datetime.datetime | None = None
    urgent: bool = False  # somebody waits for the person's answer


Provider = Callable[["User"], Iterable[Thing]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add a provider; the same one twice is one."""
    if provider not in _providers:
        _providers.append(provider)


def things(user: "User") -> list[Thing]:
    """What is next for this person: what waits for an answer first, then by time."""
    far = timezone.now() + datetime.timedelta(days=36500)
    found = [thing for provider in _providers for thing in provider(user)]
    return sorted(found, key=lambda thing: (not thing.urgent, thing.when or far))
