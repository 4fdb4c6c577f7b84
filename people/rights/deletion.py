"""What goes when somebody's request to delete their data is accepted: each app says it in words and does it, unseen.

    deletion.register(10, _("Your own assessments"), act)

The words stand on the page before one asks, and beside the request for whoever answers: the same for everybody. Nobody
learns how much went, or whether anything did.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from people.models import User

Act = Callable[["User"], None]
_parts: dict[int, tuple[str | Promise, Act]] = {}


def register(order: int, words: str | Promise, act: Act) -> None:
    """Add what goes; the same order twice is one."""
    _parts[order] = words, act


def goes() -> list[str | Promise]:
    """What goes, in words."""
    return [words for _order, (words, _act) in sorted(_parts.items())]


def carry_out(person: User) -> None:
    """All of it, in the caller's transaction."""
    for _order, (_words, act) in sorted(_parts.items()):
        act(person)
