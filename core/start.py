"""The start page: each app says what is next for a person; the page shows it in order of time.

An app registers a provider in its `AppConfig.ready`: `start.register(provider, when=something)`. A provider makes a
fixed number of queries, each with a limit. `when(user)` gives an `Exists`: one statement asks all of them, and only
those providers are called that have something to say, so that the page does not grow slower with each app. The user
in it is a stand-in that has an id only (`core.prepared`). None: call it always, where asking first costs as much as
the thing itself and most people have some.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Exists
from django.utils import timezone

from core.prepared import prepared

if TYPE_CHECKING:
    from django.db.models import QuerySet

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
Condition = Callable[["User"], Exists]
_providers: dict[Provider, Condition | None] = {}


def register(provider: Provider, when: Condition | None) -> None:
    """Add a provider, called when there is something, or always; the same one twice is one."""
    _providers[provider] = when


def _flags() -> dict[str, Condition]:
    return {f"has_{number}": when for number, when in enumerate(_providers.values()) if when}


@prepared
def _something(user: "User") -> "QuerySet[User]":
    """The person, with a flag for each condition."""
    flags = {name: when(user) for name, when in _flags().items()}
    return get_user_model().objects.filter(pk=user.pk).only("pk").annotate(**flags)  # type: ignore[no-any-return]


def things(user: "User") -> list[Thing]:
    """What is next for this person: what waits for an answer first, then by time."""
    found = next(iter(_something(user)), None)
    asked = [provider for number, provider in enumerate(_providers) if getattr(found, f"has_{number}", True)]
    far = timezone.now() + datetime.timedelta(days=36500)
    all_things = [thing for provider in asked for thing in provider(user)]
    return sorted(all_things, key=lambda thing: (not thing.urgent, thing.when or far))
