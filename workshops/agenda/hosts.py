"""Agendas whose day, place and people an app above decides on, such as a Verme season's closing: registered from above.

    hosts.register("verme_event", Host(…))   # in AppConfig.ready

Here is the programme, its papers, the running of the day and its group work. When and where it is, who is invited and
who comes stays with the host, and its page is the only place to sign up (docs/decisions/0008-hosted-agendas.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from people.models import User
    from workshops.models import Agenda

Link = tuple[str, str]


@dataclass(frozen=True)
class Host:
    """What the app above knows of its agendas.

    ``seen_by`` and ``led_by`` are conditions on `Agenda`. ``page`` is a label and an address, or None for somebody who
    has nothing to do there. ``people`` come; None where the host keeps attendance itself.
    """

    seen_by: Callable[[User], Q]
    led_by: Callable[[User], Q]
    page: Callable[[Agenda, User], Link | None]
    readers: Callable[[Agenda], str]
    entry: Callable[[Agenda, User], bytes]
    people: Callable[[Agenda], QuerySet[User]] | None = None


_hosts: dict[str, Host] = {}


def register(code: str, host: Host) -> None:
    """Add a host."""
    _hosts[code] = host


def of(agenda: Agenda) -> Host | None:
    """Who decides on this agenda's day and people; None for its facilitators themselves."""
    return _hosts.get(agenda.host) if agenda.host else None


def page_of(agenda: Agenda, user: User) -> Link | None:
    """The host's page of it, where this person has something to do."""
    host = of(agenda)
    return host.page(agenda, user) if host else None


def seen_by(user: User) -> Q:
    """Hosted agendas that are for this person."""
    return _condition(user, "seen_by")


def led_by(user: User) -> Q:
    """Hosted agendas that this person leads without being named on them."""
    return _condition(user, "led_by")


def _condition(user: User, ask: str) -> Q:
    found = Q(pk__in=[])
    for code, host in _hosts.items():
        found |= Q(host=code) & getattr(host, ask)(user)
    return found
