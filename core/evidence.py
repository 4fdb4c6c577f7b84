"""What shows that a written model of early support exists and is used. Nothing in it is about a person.

An app registers what it has, in its `AppConfig.ready`:

    evidence.register(10, _("Measures"), measures)

where `measures()` gives rows (`Written`), in one query or two.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise


class Written(NamedTuple):
    """One thing: what it is, its version and day where it has them, and in words whether it is used."""

    title: str
    used: str
    version: str = ""
    since: datetime.date | None = None


@dataclass(frozen=True)
class Part:
    """A heading and its rows."""

    label: str
    rows: list[Written]


_providers: dict[str, tuple[int, str | Promise, Callable[[], Iterable[Written]]]] = {}


def register(order: int, label: str | Promise, provider: Callable[[], Iterable[Written]]) -> None:
    """Add a part; smaller `order` comes first."""
    _providers[f"{provider.__module__}.{provider.__qualname__}"] = (order, label, provider)


def parts() -> list[Part]:
    """All of it, as it is now."""
    found = sorted(_providers.items(), key=lambda item: (item[1][0], item[0]))
    return [Part(str(label), list(provider())) for _key, (_order, label, provider) in found]
