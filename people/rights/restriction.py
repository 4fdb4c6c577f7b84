"""While somebody has asked that the use of their data is restricted: it begins at once and ends with the request."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from people.models import User

_acts: list[Callable[[User], None]] = []


def when_restricted(act: Callable[[User], None]) -> None:
    """What an app above does when it begins and when it ends (`restricted_since` says which), in one transaction."""
    _acts.append(act)


def restrict(person: User) -> None:
    """From now on. The caller has locked the person's row."""
    _set(person, on=True)


def lift(person: User) -> None:
    """No more."""
    _set(person, on=False)


def _set(person: User, *, on: bool) -> None:
    if on is (person.restricted_since is not None):
        return
    person.restricted_since = timezone.now() if on else None
    person.save(update_fields=["restricted_since"])
    for act in _acts:
        act(person)
