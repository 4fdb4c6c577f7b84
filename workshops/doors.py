"""Links from the annual clock to what an app above has, such as a VatuPassi round: registered from above.

    doors.register("rounds", _("VatuPassi round"), find, several)   # in AppConfig.ready

`find(user)` gives a label and an address, or None for somebody who has nothing to do there. Where one particular thing
can be meant, `several.offered(user)` gives those that the keeper of a clock may choose from, and
`several.found(user, ids)` where each of them leads for a reader who sees it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from people.models import User

Found = tuple[str, str] | None


class Several(NamedTuple):
    """The particular things behind a door."""

    offered: Callable[[User], list[tuple[UUID, str]]]
    found: Callable[[User, set[UUID]], dict[UUID, tuple[str, str]]]


class Door(NamedTuple):
    """What HR and supervisors choose by its name, and where it leads for each person."""

    name: str | Promise
    find: Callable[[User], Found]
    several: Several | None = None


_doors: dict[str, Door] = {}


def register(code: str, name: str | Promise, find: Callable[[User], Found], several: Several | None = None) -> None:
    """Add a door."""
    _doors[code] = Door(name, find, several)


def choices(user: User) -> list[tuple[str, str]]:
    """For a form: "rounds", and "rounds:<id>" for each particular one."""
    found = []
    for code, door in _doors.items():
        found.append((code, str(door.name)))
        if door.several:
            found += [(f"{code}:{pk}", label) for pk, label in door.several.offered(user)]
    return found


def particular(code: str, user: User, ids: set[UUID]) -> dict[UUID, tuple[str, str]]:
    """Where these lead for this person, as far as they see them: one question, however many."""
    several = _doors[code].several if code in _doors else None
    return several.found(user, ids) if several and ids else {}


def find(code: str, user: User) -> Found:
    """Where it leads for this person; None for nowhere, or when the app above is gone."""
    return _doors[code].find(user) if code in _doors else None
