"""The register as a plan compares a file with it: read once, in a fixed number of queries."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from people.models import SignInChange, SupervisionLine, Unit, User
from people.roster.lines import Place
from people.roster.people_in_file import Path
from people.roster.reading import plain
from people.user.models import number_key

FIELDS = (
    *("pk", "number", "last_name", "first_name", "calling_name", "email", "username", "language", "unit_id"),
    *(
        "title_fi",
        "title_sv",
        "title_en",
        "starts_on",
        "ends_on",
        "is_active",
        "is_coming",
        "is_hr",
        "last_login",
        "password",
    ),
)


def name_key(name: str) -> str:
    """By what two names of a unit are the same."""
    return plain(name).casefold()


@dataclass
class Register:
    """People, units and lines of today and later."""

    people: dict[UUID, User] = field(default_factory=dict)
    by_number: dict[str, User] = field(default_factory=dict)
    by_email: dict[str, User] = field(default_factory=dict)
    by_username: dict[str, User] = field(default_factory=dict)
    units: dict[UUID, Unit] = field(default_factory=dict)
    by_path: dict[Path, UUID] = field(default_factory=dict)
    by_name: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    lines: dict[UUID, list[SupervisionLine]] = field(default_factory=lambda: defaultdict(list))
    waiting: dict[UUID, list[SignInChange]] = field(default_factory=lambda: defaultdict(list))
    looked_at: set[UUID] = field(default_factory=set)
    today: datetime.date = field(default_factory=timezone.localdate)

    @classmethod
    def read(cls, by: User) -> Register:
        """As it is now, as those who keep it see it."""
        found = cls()
        for person in User.objects.editable_by(by).only(*FIELDS).order_by():
            found.people[person.pk] = person
            found.by_username[person.username.lower()] = person
            if person.email:
                found.by_email[person.email.lower()] = person
            if person.number:
                found.by_number[number_key(person.number)] = person
        found.units = {unit.pk: unit for unit in Unit.objects.editable_by(by).order_by("pk")}
        for unit in found.units.values():
            for path in found.paths(unit):
                found.by_path.setdefault(path, unit.pk)
            for name in {name_key(name) for name in (unit.name_fi, unit.name_sv, unit.name_en) if name}:
                found.by_name[name].append(unit.pk)
        to_come = Q(ends_on=None) | Q(ends_on__gte=found.today)
        for line in SupervisionLine.objects.visible_to(by).filter(to_come).order_by("starts_on", "pk"):
            found.lines[line.unit_id].append(line)
        changes = SignInChange.objects.visible_to(by)
        for change in (changes.waiting() | changes.printable()).exclude(person=None):
            found.looked_at |= {pk for pk in (change.person_id, change.asked_by_id) if pk}
            if change.person_id and change.waits and change.kind == SignInChange.Kind.NAMES:
                found.waiting[change.person_id].append(change)
        return found

    def paths(self, unit: Unit) -> list[Path]:
        """The names from the top to this unit, in Finnish and as each of the other languages would say it."""
        way = [unit]
        while (above := self.units.get(way[-1].parent_id)) is not None:  # type: ignore[arg-type]
            way.append(above)
        way.reverse()
        languages = ("name_fi", "name_sv", "name_en")
        found = [tuple(name_key(getattr(each, name) or each.name_fi) for each in way) for name in languages]
        return list(dict.fromkeys(found))

    def path(self, unit: UUID | None) -> Path:
        """The Finnish names from the top to this unit."""
        names: list[str] = []
        while (found := self.units.get(unit)) is not None:  # type: ignore[arg-type]
            names.insert(0, found.name_fi)
            unit = found.parent_id
        return tuple(names)

    def parent(self, place: Place) -> Place | None:
        """The unit above; a new one's may be new as well."""
        if isinstance(place, UUID):
            return self.units[place].parent_id
        above = place[:-1]
        return self.by_path.get(above, above) if above else None

    def leader_line(self, unit: UUID) -> SupervisionLine | None:
        """The line of today's supervisor."""
        lines = (line for line in self.lines.get(unit, ()) if line.kind == SupervisionLine.Kind.SUPERVISOR)
        return next((line for line in lines if line.starts_on <= self.today), None)

    def leads_now_or_later(self, person: UUID, place: Place | None) -> bool:
        """Whether this person has a line on the unit or above it."""
        while place is not None:
            if isinstance(place, UUID) and any(line.supervisor_id == person for line in self.lines.get(place, ())):
                return True
            place = self.parent(place)
        return False


def same_name(person: User, last_name: str, first_name: str, calling_name: str | None) -> bool:
    """Whether a row's names are this person's: the last name, and the first of the first names or what they go by."""
    if name_key(person.last_name) != name_key(last_name):
        return False
    first = {name_key(first_name), name_key(first_name.split(" ")[0]), name_key(calling_name or "")} - {""}
    return bool(first & {name_key(person.first_name), name_key(person.first)})
