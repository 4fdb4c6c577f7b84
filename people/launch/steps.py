"""The steps of taking the product into use, in their order.

An app registers its own in `AppConfig.ready`. What the application can see for itself it looks at (`look`, a fixed
number of queries); the rest HR marks by hand, with a day.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
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
    """One step; `url` is the name of the page on which one does it. Without `look` it is marked by hand.

    `years`: it comes back that long after its day.
    """

    key: str
    order: int
    group: Group
    title: str | Promise
    why: str | Promise
    url: str = ""
    look: Callable[[User], Standing] | None = None
    years: int = 0


@dataclass(frozen=True)
class Shown:
    """A step as the page shows it."""

    step: Step
    done: bool
    text: str = ""
    mark: LaunchMark | None = None
    again_on: datetime.date | None = None


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
            again = again_on(step, mark)
            done = mark is not None and (again is None or again > timezone.localdate())
            found.append(Shown(step, done, mark=mark, again_on=again))
    return found


def again_on(step: Step, mark: LaunchMark | None) -> datetime.date | None:
    """On which day a marked step comes back; a leap day's is the first of March."""
    if mark is None or not step.years:
        return None
    year = mark.done_on.year + step.years
    try:
        return mark.done_on.replace(year=year)
    except ValueError:
        return datetime.date(year, 3, 1)


def come_back(user: User) -> list[Step]:
    """Steps whose day is over. Never marked, they are counted from when the launch was over. One query."""
    marks = {mark.step: mark for mark in LaunchMark.objects.visible_to(user)}
    found = []
    for step in in_order():
        again = again_on(step, marks.get(step.key) or marks.get(FINISHED))
        if again and again <= timezone.localdate():
            found.append(step)
    return found


def next_of(steps: Iterable[Shown]) -> Shown | None:
    """The first that is still open."""
    return next((one for one in steps if not one.done), None)
