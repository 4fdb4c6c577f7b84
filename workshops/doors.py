"""Links from the annual clock to what an app above has, such as a VatuPassi round: registered from above.

    doors.register("rounds", _("VatuPassi round"), find)   # in AppConfig.ready

`find(user)` gives a label and an address, or None for somebody who has nothing to do there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from people.models import User

Found = tuple[str, str] | None


class Door(NamedTuple):
    """What HR and supervisors choose by its name, and where it leads for each person."""

    name: str | Promise
    find: Callable[[User], Found]


_doors: dict[str, Door] = {}


def register(code: str, name: str | Promise, find: Callable[[User], Found]) -> None:
    """Add a door."""
    _doors[code] = Door(name, find)


def choices() -> list[tuple[str, str]]:
    """For a form."""
    return [(code, str(door.name)) for code, door in _doors.items()]


def find(code: str, user: User) -> Found:
    """Where it leads for this person; None for nowhere, or when the app above is gone."""
    return _doors[code].find(user) if code in _doors else None
