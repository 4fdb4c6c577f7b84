"""The steps of taking the product into use, in their order.

An app registers its own in `AppConfig.ready`. What the application can see for itself it looks at (`look`, a fixed
number of queries); the rest HR marks by hand, with a day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.launch.models import LaunchMark

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from people.models import User

FINISHED = "finished"  # the mark that takes the strip off HR's desk


class Group(models.TextChoices):
    """What belongs together; the order in which one goes on."""

    EMPLOYER = "employer", _("The employer")
    PEOPLE = "people", _("People")
    SUPPORT = "support", _("Support and occasions")
    TRUST = "trust", _("Co-operation and data protection")
    START = "start", _("The start")


@dataclass(frozen=True)
class Standing:
    """How a step stands, as the application sees it."""

    done: bool
    text: str = ""


@dataclass(frozen=True)
class Step:
    """One step; `url` is the name of the page on which one does it. Without `look` it is marked by hand."""

    key: str
    order: int
    group: Group
    title: str | Promise
    why: str | Promise
    url: str = ""
    look: Callable[[User], Standing] | None = None


@dataclass(frozen=True)
class Shown:
    """A step as the page shows it."""

    step: Step
    done: bool
    text: str = ""
    mark: LaunchMark | None = None


_steps: dict[str, Step] = {}


def register(*steps: Step) -> None:
    """Add steps; a key once."""
    _steps.update((step.key, step) for step in steps)


def by_hand(key: str) -> Step | None:
    """The step that is marked by hand under this key."""
    step = _steps.get(key)
    return step if step and step.look is None else None


def in_order() -> list[Step]:
    """All steps, by group and order."""
    groups = list(Group)
    return sorted(_steps.values(), key=lambda step: (groups.index(step.group), step.order))


def shown_to(user: User) -> list[Shown]:
    """All steps as they stand. A fixed number of queries."""
    marks = {mark.step: mark for mark in LaunchMark.objects.visible_to(user).select_related("by")}
    found = []
    for step in in_order():
        if step.look:
            standing = step.look(user)
            found.append(Shown(step, standing.done, standing.text))
        else:
            mark = marks.get(step.key)
            found.append(Shown(step, mark is not None, mark=mark))
    return found


def next_of(steps: Iterable[Shown]) -> Shown | None:
    """The first that is still open."""
    return next((one for one in steps if not one.done), None)
