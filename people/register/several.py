"""One act for many people of the register: first shown with who is left out and why, then done.

Of few it is done at once, of many by the worker in small parts; each part is whole or not done, and the same twice
changes nothing. A letter as a PDF is drawn for at most as many as one document takes.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.addresses import as_id
from core.jobs import task
from core.models import Mail
from core.outbox import send
from people.models import SetUp, Unit, User
from people.register.actions import BRAKE, end_employment
from people.register.finding import IN_USE, Asked, has_letter
from people.supervision.actions import OwnTeam, telling_of_supervisors
from people.supervision.forms import leads_now_or_later

if TYPE_CHECKING:
    from django.http import QueryDict
    from django.utils.functional import Promise

    from people.user.models import UserQuerySet

ACTS = ("move", "invite", "letters", "end")
MOST = 3000  # people at a time: beyond it one brings a file
AT_ONCE = 40  # people whom a request takes; more are the worker's
LATELY = datetime.timedelta(days=1)

WHY: dict[str, str | Promise] = {
    "self": _("It is you: a colleague does this."),
    "there": _("works in that unit already"),
    "own_line": _("You lead this person, or would: a colleague in HR does this."),
    "in_use": _("has signed in already"),
    "no_address": _("has no e-mail: print a letter"),
    "has_address": _("has an e-mail: send the link"),
    "has_letter": _("has a letter that still works"),
    "lately": _("was sent a link within a day"),
    "closed": _("The unit is not in use yet: take it into use on its own page."),
    "tasks": _("has a task of HR, of the administrator or of the data protection officer: end it on the person’s page"),
}


@dataclass
class Several:
    """Whom an act concerns, and who is left out for which reason."""

    act: str
    unit: Unit | None = None
    people: list[User] = field(default_factory=list)
    left_out: dict[str, list[User]] = field(default_factory=dict)
    too_many: int = 0
    brakes: bool = False  # so many leavers that somebody looks once more

    @property
    def digest(self) -> str:
        """Another one when other people are chosen."""
        everybody = [*self.people, *(person for people in self.left_out.values() for person in people)]
        text = " ".join(sorted(str(person.pk) for person in everybody))
        return hashlib.sha256(f"{self.act} {text}".encode()).hexdigest()

    @property
    def why(self) -> list[tuple[str | Promise, list[User]]]:
        """Reasons in words, with their people."""
        return [(WHY[code], people) for code, people in self.left_out.items()]


def chosen(data: QueryDict, by: User) -> UserQuerySet:
    """Those ticked, or all whom the list shows."""
    if data.get("all"):
        return Asked.of(data).people(by)
    ids = {pk for text in data.getlist("p")[: MOST + 1] if (pk := as_id(text))}
    return User.objects.editable_by(by).active().filter(pk__in=ids)


def looked_at(act: str, rows: UserQuerySet, by: User, unit: Unit | None = None) -> Several:
    """Who of them it concerns. Three statements, and one for leavers."""
    found = Several(act, unit)
    count = rows.count()
    if count > MOST:
        found.too_many = count
        return found
    recent = Mail.objects.filter(to=OuterRef("pk"), kind="activation", created_at__gt=timezone.now() - LATELY)
    annotated = rows.active().annotate(
        used=ExpressionWrapper(IN_USE, output_field=BooleanField()),
        letter=has_letter(),
        led=Exists(User.objects.in_line_of(by).filter(pk=OuterRef("pk"))),
        invited=Exists(recent.exclude(state=Mail.State.FAILED)),
    )
    leads_there = unit is not None and leads_now_or_later(by, unit)
    for person in annotated.select_related("unit"):
        if why := _why_not(act, person, by, unit, leads_there):
            found.left_out.setdefault(why, []).append(person)
        else:
            found.people.append(person)
    found.brakes = act == "end" and len(found.people) > max(1, BRAKE * User.objects.active().count())
    return found


def _why_not(act: str, person: User, by: User, unit: Unit | None, leads_there: bool) -> str:
    if person.pk == by.pk:
        return "self"
    used, letter, led, invited = (getattr(person, name) for name in ("used", "letter", "led", "invited"))
    if act == "move":
        if unit and person.unit_id == unit.pk:
            return "there"
        return "own_line" if leads_there and not led else ""
    if act == "end":
        return "tasks" if person.has_role else ""
    if used:
        return "in_use"
    if act == "invite":
        if not person.email:
            return "no_address"
        if person.unit and not person.unit.is_open:
            return "closed"
        return "lately" if invited else ""
    if person.email:
        return "has_address"
    if led:
        return "own_line"
    return "has_letter" if letter else ""


def do(several: Several, *, by: User) -> bool:
    """Do it, or have the worker do it: whether it is done already."""
    ids, unit = [str(person.pk) for person in several.people], str(several.unit.pk) if several.unit else ""
    if len(ids) <= AT_ONCE:
        _part(several.act, ids, by, unit)
        return True
    for start in range(0, len(ids), AT_ONCE):
        do_part.enqueue(several.act, ids[start : start + AT_ONCE], str(by.pk), unit)
    return False


@task(queue_name="slow")
def do_part(act: str, people: list[str], by: str, unit: str) -> None:
    """The worker's part: whoever asked finds nobody when they keep the register no more."""
    actor = User.objects.active().filter(pk=by).first()
    if actor is None:
        return
    try:
        _part(act, people, actor, unit)
    except OwnTeam:
        return  # a line has been made since: nothing is done, and the list shows it


@transaction.atomic
def _part(act: str, people: list[str], by: User, unit: str) -> None:
    """Looked at once more under a lock: what is so already stays as it is."""
    rows = User.objects.editable_by(by).filter(pk__in=[UUID(pk) for pk in people])
    list(rows.active().select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    where = Unit.objects.editable_by(by).filter(pk=unit).first() if unit else None
    if act == "move" and where is None:
        return  # the unit was removed meanwhile
    found = looked_at(act, rows, by, where)
    if act == "move":
        moved = User.objects.editable_by(by).filter(pk__in=[person.pk for person in found.people])
        with telling_of_supervisors(moved, by=by):
            moved.update(unit=where)
    elif act == "invite":
        note_all_set_up(found.people, by=by)
        for person in found.people:
            send("activation", to=person)
    elif act == "end":
        for person in found.people:
            end_employment(person, by=by)


def note_all_set_up(people: list[User], *, by: User) -> None:
    """One person alone has had these accounts in their hands."""
    SetUp.objects.bulk_create([SetUp(person=person, by=by) for person in people], ignore_conflicts=True)
