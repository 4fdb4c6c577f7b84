"""Links from the annual clock to what an app above has, such as a VatuPassi round: registered from above.

    links.register("rounds", _("VatuPassi round"), find, several)   # in AppConfig.ready

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

Link = tuple[str, str] | None


class ParticularLinks(NamedTuple):
    """The particular things to which a link may lead."""

    offered: Callable[[User], list[tuple[UUID, str]]]
    found: Callable[[User, set[UUID]], dict[UUID, tuple[str, str]]]


class ClockLink(NamedTuple):
    """What HR and supervisors choose by its name, and where it leads for each person."""

    name: str | Promise
    find: Callable[[User], Link]
    several: ParticularLinks | None = None


_links: dict[str, ClockLink] = {}


def register(
    code: str, name: str | Promise, find: Callable[[User], Link], several: ParticularLinks | None = None
) -> None:
    """Add a link."""
    _links[code] = ClockLink(name, find, several)


def choices(user: User) -> list[tuple[str, str]]:
    """For a form: "rounds", and "rounds:<id>" for each particular one."""
    found = []
    for code, link in _links.items():
        found.append((code, str(link.name)))
        if link.several:
            found += [(f"{code}:{pk}", label) for pk, label in link.several.offered(user)]
    return found


def particular(code: str, user: User, ids: set[UUID]) -> dict[UUID, tuple[str, str]]:
    """Where these lead for this person, as far as they see them: one question, however many."""
    several = _links[code].several if code in _links else None
    return several.found(user, ids) if several and ids else {}


def find(code: str, user: User) -> Link:
    """Where it leads for this person; None for nowhere, or when the app above is gone."""
    return _links[code].find(user) if code in _links else None
