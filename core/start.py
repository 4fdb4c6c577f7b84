"""The start page: each app says what is next for a person; the page shows it in groups of time.

An app registers a provider in its `AppConfig.ready`: `start.register(provider, when=something)`. A provider makes a
fixed number of queries, each with a limit. `when(user)` gives an `Exists`: one statement asks all of them, and only
those providers are called that have something to say, so that the page does not grow slower with each app. The user
in it is a stand-in that has an id only (`core.prepared`). None: call it always, where asking first costs as much as
the thing itself and most people have some.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.day import day_of, today
from core.prepared import prepared

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from people.models import User


class Group(models.TextChoices):
    """What stands together on the start page. The week ends on Sunday: then tomorrow is a group of its own."""

    NOW = "now", _("Now")
    LATE = "late", pgettext_lazy("start page", "Late")
    TOMORROW = "tomorrow", pgettext_lazy("start page", "Tomorrow")
    WEEK = "week", _("This week")
    LATER = "later", _("Later")


@dataclass(frozen=True)
class Thing:
    """One thing to do or to know: what, when, and what one does there."""

    title: str
    text: str
    url: str
    button: str
    when: datetime.datetime | None = None
    urgent: bool = False  # somebody waits for the person's answer, it is going on, or can be done for some days only
    has_clock: bool = True  # or it is a day alone, by which it is to be done
    is_due: bool = False  # it is the person's own to see to, and says so when its day has passed
    is_ready: bool = False  # it has come already, and has no day

    @property
    def days_late(self) -> int:
        """How many days ago it should have been, 0 for what is not late."""
        if self.when is None or not self.is_due:
            return 0
        return max(0, (today() - day_of(self.when)).days)

    @property
    def is_today(self) -> bool:
        """Whether its day is today."""
        return self.when is not None and day_of(self.when) == today()

    @property
    def group(self) -> Group:
        """Where on the start page it stands."""
        if self.days_late:
            return Group.LATE
        if self.urgent or self.is_ready:
            return Group.NOW
        if self.when is None:
            return Group.LATER
        day, now = day_of(self.when), today()
        if day <= now:
            return Group.NOW
        if day <= now + datetime.timedelta(days=6 - now.weekday()):
            return Group.WEEK
        return Group.TOMORROW if day == now + datetime.timedelta(days=1) else Group.LATER


Provider = Callable[["User"], Iterable[Thing]]
Condition = Callable[["User"], Exists]
_providers: dict[Provider, Condition | None] = {}
_questions: dict[str, Condition] = {}


def register(provider: Provider, when: Condition | None) -> None:
    """Add a provider, called when there is something, or always; the same one twice is one."""
    _providers[provider] = when


def ask(name: str, when: Condition) -> None:
    """Have the same statement say whether there is something that the page reads elsewhere."""
    _questions[name] = when


def _flags() -> dict[str, Condition]:
    flags = {f"has_{number}": when for number, when in enumerate(_providers.values()) if when}
    return flags | {f"asked_{name}": when for name, when in _questions.items()}


@prepared(only=["id"])
def _something(user: User) -> QuerySet[User]:
    """The person, with a flag for each condition."""
    flags = {name: when(user) for name, when in _flags().items()}
    return get_user_model().objects.filter(pk=user.pk).annotate(**flags)  # type: ignore[no-any-return]


def grouped(things: Iterable[Thing]) -> list[tuple[str, list[Thing]]]:
    """The groups that have something, each with its things by time; what has no day comes last."""
    found: dict[Group, list[Thing]] = {}
    for thing in things:
        found.setdefault(thing.group, []).append(thing)
    return [(str(group.label), sorted(found[group], key=_by_time)) for group in Group if group in found]


def _by_time(thing: Thing) -> tuple[bool, float]:
    return thing.when is None, thing.when.timestamp() if thing.when else 0


def things_and_answers(user: User) -> tuple[list[Thing], dict[str, bool]]:
    """What is next for this person: what waits for an answer first, then by time. And the answers to the questions."""
    found = next(iter(_something(user)), None)
    asked = [provider for number, provider in enumerate(_providers) if getattr(found, f"has_{number}", True)]
    far = timezone.now() + datetime.timedelta(days=36500)
    all_things = [thing for provider in asked for thing in provider(user)]
    answers = {name: bool(getattr(found, f"asked_{name}", False)) for name in _questions}
    return sorted(all_things, key=lambda thing: (not thing.urgent, thing.when or far)), answers


def things(user: User) -> list[Thing]:
    """What is next for this person, alone."""
    return things_and_answers(user)[0]
