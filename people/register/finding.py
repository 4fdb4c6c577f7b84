"""Which people a list of the register shows: what the address asks for, and the same for an export or a bulk action."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Length, Lower
from django.utils import timezone

from core.addresses import as_id
from core.names import MOST_WORDS, sort_key
from core.pages import PER_PAGE, Found, sort_head
from people.models import Activation, SupervisionLine, Unit, User
from people.supervision.rings import each_others_supervisors

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import QueryDict

    from people.unit.models import UnitQuerySet
    from people.user.models import UserQuerySet

SORTS = {
    "name": ("sort_key", "pk"),
    "number": (Length("number_key"), "number_key", "sort_key", "pk"),
    "unit": (F("unit__sort_key").asc(nulls_last=True), "sort_key", "pk"),
}
TASKS = {
    "hr": Q(is_hr=True),
    "admin": Q(is_admin=True),
    "officer": Q(is_data_protection_officer=True),
}
LINES = {"supervisor": SupervisionLine.Kind.SUPERVISOR, "deputy": SupervisionLine.Kind.DEPUTY}
IN_USE = Q(last_login__isnull=False) | ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)  # as `User.is_in_use`
PROBLEMS = ("unit", "supervisor", "link", "mutual")
LONGEST = 100


def has_letter() -> Exists:
    """A letter for the first sign-in that still works."""
    return Exists(Activation.objects.filter(user=OuterRef("pk"), expires_at__gt=timezone.now()))


class ByUnit:
    """Ids of people in the order of their units, as a list that pages are cut of.

    A page far along is found by how many there are in each unit: to put all people in order would cost several times
    as much. Units of one name are one here, as they are in the order.
    """

    def __init__(self, people: UserQuerySet, units: UnitQuerySet, backwards: bool) -> None:
        self.people = people
        counts = dict(people.order_by().values_list("unit").annotate(count=Count("*")))
        names = units.order_by("sort_key").values_list("sort_key", "pk")
        rows = [(name, pk) for name, pk in names if pk in counts]  # the units are few: to name some asks more
        parts: list[list[UUID | None]] = [[pk for _name, pk in same] for _name, same in groupby(rows, itemgetter(0))]
        if None in counts:
            parts.append([None])
        self.parts = [(part, sum(counts[pk] for pk in part)) for part in parts]
        if backwards:
            self.parts.reverse()

    def __len__(self) -> int:
        return sum(count for _part, count in self.parts)

    def __getitem__(self, asked: slice) -> list[UUID]:
        units: list[UUID | None] = []
        begins = before = 0  # how many stand before this part, and before the first one that is needed
        for part, count in self.parts:
            if begins < asked.stop and begins + count > asked.start:
                before = before if units else begins
                units += part
            begins += count
        of = Q(unit__in=units) | Q(unit=None) if None in units else Q(unit__in=units)
        return list(self.people.filter(of).values_list("pk", flat=True)[asked.start - before : asked.stop - before])


@dataclass(frozen=True)
class Asked:
    """The filters of the address, those that mean something."""

    q: str = ""
    unit: str = ""  # one unit's id, or "none"
    place: str = ""  # a part of a unit's name
    task: str = ""
    used: str = ""
    ended: str = ""
    problem: str = ""
    sort: str = ""

    @classmethod
    def of(cls, data: QueryDict) -> Asked:
        """As an address or a form says it."""
        said = {name: data.get(name, "").strip()[:LONGEST] for name in cls.__dataclass_fields__}
        said["ended"] = said["ended"] and "1"
        for name, known in {
            "task": {*TASKS, *LINES},
            "used": {"yes", "letter", "no"},
            "problem": set(PROBLEMS),
            "sort": {*SORTS, *(f"-{name}" for name in SORTS)},
        }.items():
            if said[name] not in known:
                said[name] = ""
        if said["problem"] == "unit":
            said["problem"], said["unit"] = "", "none"
        return cls(**said)

    def __bool__(self) -> bool:
        """Whether anything is asked for but an order."""
        return any(value for name, value in asdict(self).items() if name not in ("sort", "ended"))

    def pairs(self, *without: str) -> dict[str, str]:
        """What stands in an address."""
        return {name: value for name, value in asdict(self).items() if value and name not in without}

    def query(self, *without: str) -> str:
        """The same, ready for what follows it."""
        found = urlencode(self.pairs(*without))
        return f"{found}&" if found else ""

    def head(self, column: str) -> dict[str, str]:
        """For the head of a column: where it leads, and how the list is sorted by it now."""
        return sort_head(column, self.sort or "name", self.pairs("sort"))

    def people(self, by: User) -> UserQuerySet:
        """Them, in order; a fixed number of statements, however many there are."""
        found = User.objects.editable_by(by).filter(is_active=not self.ended).alias(low_email=Lower("email"))
        for word in self.q.split()[:MOST_WORDS]:
            key = sort_key(word)
            fits = Q(number__startswith=word) | Q(low_email__startswith=word.lower())
            found = found.filter(Q(sort_key__contains=key) | fits if key else fits)
        if self.unit == "none":
            found = found.filter(unit=None)
        elif self.unit:
            unit = self.chosen_unit(by)
            found = found.below(unit) if unit else found.none()
        if self.place:
            units = Unit.objects.visible_to(by)
            for word in self.place.split()[:MOST_WORDS]:
                units = units.filter(sort_key__contains=sort_key(word))
            found = found.below(*units.values_list("pk", flat=True))
        if self.task in TASKS:
            found = found.filter(TASKS[self.task])
        elif self.task:
            lines = SupervisionLine.objects.live().filter(kind=LINES[self.task])
            found = found.filter(pk__in=lines.values("supervisor"))
        if self.used == "yes":
            found = found.filter(IN_USE)
        elif self.used == "letter":
            found = found.exclude(IN_USE).filter(has_letter())
        elif self.used == "no":
            found = found.exclude(IN_USE).filter(~has_letter())
        if self.problem == "supervisor":
            found = found.without_supervisor()
        elif self.problem == "link":
            found = found.with_failed_link()
        elif self.problem == "mutual":
            found = found.filter(pk__in=[person for pair in each_others_supervisors(by) for person in pair])
        column = self.sort.lstrip("-") or "name"
        ordered = found.order_by(*SORTS[column])
        return ordered.reverse() if self.sort.startswith("-") else ordered

    def pages(self, by: User) -> Paginator[Any]:
        """Their ids by pages: of all else only those shown are asked for."""
        people = self.people(by)
        if self.q:
            return Found(people.values_list("pk", flat=True))
        if self.sort.lstrip("-") == "unit":
            rows = ByUnit(people, Unit.objects.visible_to(by), self.sort.startswith("-"))
            return Paginator(rows, PER_PAGE)  # type: ignore[arg-type]  # pages are cut of it, and nothing else
        return Paginator(people.values_list("pk", flat=True), PER_PAGE)

    def chosen_unit(self, by: User) -> Unit | None:
        """The one unit that is asked for."""
        pk = as_id(self.unit)
        return Unit.objects.visible_to(by).filter(pk=pk).first() if pk else None
