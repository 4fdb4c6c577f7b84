"""What a room is for. An app above registers its kind in `AppConfig.ready`; rooms ask it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.functional import Promise

if TYPE_CHECKING:
    from people.models import User
    from rooms.models import Room


@dataclass(frozen=True)
class Kind:
    """One kind of room."""

    code: str
    label: str | Promise
    page: str  # name of the address of a phone's page; takes the room's code
    live: Callable[[Room, str], str | None]  # a part of the page, drawn anew for everybody; None: there is no such part
    purge: Callable[[list[UUID]], int] | None = (
        None  # delete what phones have left in these rooms; returns how many rows
    )
    counts_phones: bool = False  # how many phones there are shows to everybody
    begin: str = ""  # name of the address where one's own are and a new one is begun


KINDS: dict[str, Kind] = {}
_hosts: list[Callable[[User], bool]] = []


def register(kind: Kind) -> None:
    """Make a kind known."""
    KINDS[kind.code] = kind


def register_host(may: Callable[[User], bool]) -> None:
    """Another ground on which somebody may open rooms: HR has named them a facilitator, for instance."""
    if may not in _hosts:
        _hosts.append(may)


def may_host(user: User) -> bool:
    """Supervisors and deputies for their own, HR, and those whom a registered ground lets."""
    return bool(user.is_hr or user.supervises or any(may(user) for may in _hosts))
