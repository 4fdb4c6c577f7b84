"""One supervisor for many units: first shown with which are left out and why, then done, all of it or nothing.

Of few people it is done at once, of many by the worker.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.jobs import task
from core.names import MOST_WORDS, sort_key
from people.models import SupervisionLine, Unit, User
from people.supervision.actions import OwnTeam, telling_of_supervisors

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.utils.functional import Promise

    from people.unit.models import UnitQuerySet

MOST = 150  # units at a time: as many as an address takes
AT_ONCE = 1000  # people whose supervisor a request looks up; more are the worker's

WHY: dict[str, str | Promise] = {
    "self": _("You lead it yourself: a colleague in HR does this."),
    "own_line": _("You would lead the new supervisor: a colleague in HR does this."),
    "there": _("has this supervisor already"),
    "later": _("Somebody begins to lead it that day or later: change that first on the unit’s own page."),
}


@dataclass
class Several:
    """Which units get the supervisor, and which are left out for which reason; who leads each now, or will."""

    units: list[Unit] = field(default_factory=list)
    left_out: dict[str, list[Unit]] = field(default_factory=dict)
    lines: dict[UUID, list[SupervisionLine]] = field(default_factory=dict)
    people: int = 0  # who work in the units and below them
    too_many: int = 0

    @property
    def digest(self) -> str:
        """Another one when other units are chosen, others are left out, or somebody else leads one of them."""
        said = [f"{unit.pk} {why}" for why, units in self._by_reason() for unit in units]
        said += [f"{line.pk} {line.supervisor_id} {line.starts_on} {line.ends_on}" for line in self._all_lines()]
        return hashlib.sha256("\n".join(sorted(said)).encode()).hexdigest()

    def _by_reason(self) -> list[tuple[str, list[Unit]]]:
        return [("", self.units), *self.left_out.items()]

    def _all_lines(self) -> Iterable[SupervisionLine]:
        return (line for lines in self.lines.values() for line in lines)

    @property
    def why(self) -> list[tuple[str | Promise, list[Unit]]]:
        """Reasons in words, with their units."""
        return [(WHY[code], units) for code, units in self.left_out.items()]


def named(units: UnitQuerySet, text: str) -> UnitQuerySet:
    """Those whose name has each of these words, or whose supervisor's or deputy's name of today has."""
    for word in text.split()[:MOST_WORDS]:
        key = sort_key(word)
        led = SupervisionLine.objects.live().filter(unit=OuterRef("pk"), supervisor__sort_key__contains=key)
        units = units.filter(Q(sort_key__contains=key) | Exists(led))
    return units


def looked_at(units: UnitQuerySet, by: User, leader: User | None, begins: datetime.date) -> Several:
    """Which of them it concerns. A fixed number of statements."""
    found = Several()
    chosen = list(units[: MOST + 1])
    if len(chosen) > MOST:
        found.too_many = units.count()
        return found
    lines = SupervisionLine.objects.filter(unit__in=chosen, kind=SupervisionLine.Kind.SUPERVISOR)
    ahead = lines.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))
    for line in ahead.select_related("supervisor").order_by("starts_on", "pk"):
        found.lines.setdefault(line.unit_id, []).append(line)
    would_lead = _own(chosen, leader, by, begins) if leader else set()
    for unit in chosen:
        if why := _why_not(found.lines.get(unit.pk, []), by, leader, begins, unit.pk in would_lead):
            found.left_out.setdefault(why, []).append(unit)
        else:
            found.units.append(unit)
    found.people = User.objects.active().below(*found.units).count()
    return found


def _own(chosen: list[Unit], leader: User, by: User, begins: datetime.date) -> set[UUID]:
    """Units by leading which the person would come to be led by whoever asks: nobody makes themselves a supervisor."""
    if leader.unit_id is None or leader.supervisor == by:
        return set()
    lines = SupervisionLine.objects.live(begins).filter(
        kind=SupervisionLine.Kind.SUPERVISOR, unit__below__unit=leader.unit_id, supervisor__is_active=True
    )
    others = lines.exclude(supervisor=leader).exclude(unit__in=chosen).order_by("unit__below__distance", "-starts_on")
    nearest = others.values_list("supervisor", flat=True).first()
    if nearest != by.pk:
        return set()
    return set(Unit.objects.visible_to(by).filter(below__unit=leader.unit_id).values_list("pk", flat=True))


def _why_not(
    lines: list[SupervisionLine], by: User, leader: User | None, begins: datetime.date, would_lead: bool
) -> str:
    if any(line.supervisor_id == by.pk for line in lines):
        return "self"
    if any(line.starts_on >= begins for line in lines):
        return "later"
    if leader and any(line.supervisor_id == leader.pk and line.ends_on is None for line in lines):
        return "there"
    return "own_line" if would_lead else ""


def do(several: Several, *, by: User, leader: User, begins: datetime.date) -> bool:
    """Do it, or have the worker do it: whether it is done already. Raises `OwnTeam` as any change of a line does."""
    ids = [str(unit.pk) for unit in several.units]
    if several.people <= AT_ONCE:
        _all(ids, by, leader, begins)
        return True
    do_all.enqueue(ids, str(by.pk), str(leader.pk), begins.isoformat())
    return False


@task(queue_name="slow")
def do_all(units: list[str], by: str, leader: str, begins: str) -> None:
    """The worker's part: whoever asked finds no unit when they keep the register no more."""
    people = User.objects.active().in_bulk([by, leader])
    actor, new = (next((person for person in people.values() if str(person.pk) == pk), None) for pk in (by, leader))
    if actor is None or new is None:
        return
    try:
        _all(units, actor, new, datetime.date.fromisoformat(begins))
    except OwnTeam:
        return  # a line has been made since: nothing is done, and the tree shows it


@transaction.atomic
def _all(ids: list[str], by: User, leader: User, begins: datetime.date) -> None:
    """Looked at once more under a lock: what is so already, or has been changed meanwhile, stays as it is."""
    units = Unit.objects.editable_by(by).filter(pk__in=ids).order_by("pk")
    list(units.select_for_update().values_list("pk", flat=True))
    found = looked_at(units, by, leader, begins)
    rows = SupervisionLine.objects.filter(unit__in=found.units, kind=SupervisionLine.Kind.SUPERVISOR)
    until_then = rows.filter(Q(ends_on=None) | Q(ends_on__gte=begins), starts_on__lt=begins)
    with telling_of_supervisors(User.objects.visible_to(by).below(*found.units), by=by):
        until_then.update(ends_on=begins - datetime.timedelta(days=1))
        SupervisionLine.objects.bulk_create(
            [SupervisionLine(unit=unit, supervisor=leader, starts_on=begins) for unit in found.units]
        )
