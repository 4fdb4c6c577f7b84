"""Whom somebody may find for a task, and the few that fit what was typed.

An app registers a task in its `AppConfig.ready`: `search.register("facilitator", who)`, where `who(user)` gives the
people whom this user may choose for it, or None to somebody whose task it is not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.names import MOST_WORDS, sort_key

if TYPE_CHECKING:
    from people.models import User
    from people.user.models import UserQuerySet

MOST = 10
LEAST = 3  # letters

Who = Callable[["User"], "UserQuerySet | None"]
_tasks: dict[str, Who] = {}


def register(task: str, who: Who) -> None:
    """Add a task; None of `who` is somebody whose task it is not."""
    _tasks[task] = who


def people_for(task: str, user: User) -> UserQuerySet | None:
    """Whom this user may find for the task."""
    who = _tasks.get(task)
    return who(user) if who else None


def label(person: User) -> str:
    """Laine Matti, Ruokapalvelut."""
    return f"{person.list_name}, {person.unit.name}" if person.unit else person.list_name


def name_in(text: str) -> str:
    """What of a text is a name: a label has the unit after a comma."""
    return text.split(",")[0].strip()


def is_long_enough(text: str) -> bool:
    """Whether enough letters were typed to look for somebody."""
    return sum(letter.isalnum() for letter in name_in(text)) >= LEAST


def found(people: UserQuerySet, text: str) -> list[User]:
    """Those in whose name each word stands: ten and one more, which says that there are too many. One query."""
    if not is_long_enough(text):
        return []
    for word in name_in(text).split()[:MOST_WORDS]:
        people = people.filter(sort_key__contains=sort_key(word))
    return list(people.select_related("unit")[: MOST + 1])
