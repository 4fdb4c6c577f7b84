"""Doing what a plan says: all of it in one transaction, or nothing."""

from __future__ import annotations

import datetime
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from core.outbox import send
from people.models import Ancestry, SetUp, SignInChange, SupervisionLine, Unit, User
from people.register.actions import end_employment, renew_names, tell_of_tasks
from people.roster.lines import Place, Who
from people.roster.people_in_file import Path
from people.roster.plan import NAMES, TITLES, Entry, Plan
from people.second_person.actions import ask, tell_of_name
from people.supervision.actions import telling_of_supervisors
from people.unit.actions import lock_tree

BATCH = 500
TASKS = ("is_hr", "is_admin", "is_data_protection_officer", "hr_since", "admin_since")
PLAIN = (*NAMES, *TITLES, "number", "language", "starts_on", "ends_on", "email", "username")
WRITTEN = [
    *PLAIN,
    "number_key",
    "sort_key",
    "unit",
    "is_active",
    "is_coming",
    "is_hr",
    "is_admin",
    "is_data_protection_officer",
    "hr_since",
    "admin_since",
]
Progress = Callable[[str, int, int], None]
Item = TypeVar("Item")


class NotReady(Exception):
    """The plan has errors, open questions or unlooked-at leavers."""


@transaction.atomic
def carry_out(plan: Plan, *, by: User, leavers_checked: bool, progress: Progress = lambda *_: None) -> None:
    """Change the register as the plan says. Whoever calls holds the lock of `lock_register` since it was made."""
    if plan.errors or plan.questions or (plan.brakes and not leavers_checked):
        raise NotReady
    _Act(plan, by, progress).run()


def lock_register() -> None:
    """Nobody else imports or moves units until the commit."""
    lock_tree()


@dataclass
class _Act:
    plan: Plan
    by: User
    progress: Progress
    units: dict[Place, UUID] = field(default_factory=dict)
    new: dict[int, User] = field(default_factory=dict)  # by row
    today: datetime.date = field(default_factory=timezone.localdate)

    def run(self) -> None:
        self._add_units()
        known = {entry.person.pk: entry for entry in self._entries("changed", "moved", "returns") if entry.person}
        self.known, self.people = known, dict[UUID, User]()
        for part in _parts(sorted(known)):
            rows = User.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=part)
            self.people |= {person.pk: person for person in rows.select_related("unit").order_by("pk")}
        with telling_of_supervisors(self._affected(known)):
            self._free_addresses()
            self._change(known)
            self._add_people()
            self._change_lines()
        self._end()
        self._ask_second_persons(known)
        self._invite()

    def _entries(self, *kinds: str) -> list[Entry]:
        return [entry for entry in self.plan.entries if entry.kind in kinds]

    def _counted(self, step: str, items: list[Item]) -> Iterator[Item]:
        for number, item in enumerate(items):
            if number % 100 == 0:
                self.progress(step, number, len(items))
            yield item

    def _affected(self, known: dict[UUID, Entry]) -> Any:
        """Whose supervisor may be another afterwards: who moves or comes back, and all below a changed line."""
        moves = [pk for pk, entry in known.items() if "unit" in entry.fields or entry.kind == "returns"]
        units = {line.place for line in self.plan.lines if isinstance(line.place, UUID)}
        ended = [entry.person.pk for entry in self._entries("ended") if entry.person]
        units |= set(SupervisionLine.objects.filter(supervisor__in=ended).values_list("unit", flat=True))
        below = Ancestry.objects.filter(ancestor__in=units).values("unit")
        return User.objects.active().filter(Q(pk__in=moves) | Q(unit__in=below))

    # ---- Units

    def _add_units(self) -> None:
        """New ones are closed: nobody there is mailed before HR opens them."""
        above: dict[UUID, list[tuple[UUID, int]]] = defaultdict(list)
        new = []
        for path, names in sorted(self.plan.new_units.items(), key=lambda item: len(item[0])):
            parent = self._upper(path)
            unit = Unit(name_fi=names[-1], parent_id=parent, is_open=False)
            unit.put_in_order()
            if parent and parent not in above:
                above[parent] = list(Ancestry.objects.filter(unit=parent).values_list("ancestor", "distance"))
            higher = [(ancestor, distance + 1) for ancestor, distance in above[parent]] if parent else []
            above[unit.pk] = [(unit.pk, 0), *higher]
            self.units[path] = unit.pk
            new.append(unit)
        Unit.objects.bulk_create(new, BATCH)
        rows = [
            Ancestry(unit_id=unit.pk, ancestor_id=ancestor, distance=distance)
            for unit in new
            for ancestor, distance in above[unit.pk]
        ]
        Ancestry.objects.bulk_create(rows, BATCH)

    def _upper(self, path: Path) -> UUID | None:
        if len(path) == 1:
            return None
        return self.units.get(path[:-1]) or self.plan.known_paths[path[:-1]]

    def _unit(self, place: Place | None) -> UUID | None:
        return None if place is None else self._unit_of(place)

    def _unit_of(self, place: Place) -> UUID:
        return place if isinstance(place, UUID) else self.units[place]

    # ---- People

    def _free_addresses(self) -> None:
        """Of leavers whose address is another's now, and of those between whom addresses change hands."""
        User.objects.filter(pk__in=self.plan.freed).update(email="")
        for part in _parts([pk for pk, person in self.people.items() if "email" in self._fields(person)]):
            User.objects.filter(pk__in=part).update(email="")
        for person in self.people.values():
            if "username" in self._fields(person):
                User.objects.filter(pk=person.pk).update(username=f"~{person.pk}")

    def _fields(self, person: User) -> dict[str, Any]:
        return self.known[person.pk].fields

    def _change(self, known: dict[UUID, Entry]) -> None:
        self.renamed: list[tuple[User, str]] = []
        self.titled: list[User] = []
        self.had_role: list[User] = []
        for person in self._counted("people", list(self.people.values())):
            entry, earlier = known[person.pk], person.full_name
            for name in PLAIN:
                if name in entry.fields:
                    setattr(person, name, entry.fields[name][1])
            if "unit" in entry.fields:
                person.unit_id = self._unit(entry.place)
            if entry.kind == "returns":
                self._come_back(person)
            elif person.is_coming and person.starts_on and person.starts_on <= self.today:
                person.is_active, person.is_coming = True, False
            person.put_in_order()
            if person.full_name != earlier:
                self.renamed.append((person, earlier))
            elif any(name in entry.fields for name in TITLES):
                self.titled.append(person)
        User.objects.bulk_update(self.people.values(), WRITTEN, BATCH)

    def _come_back(self, person: User) -> None:
        """As in the register, but roles are given by people, never by a file."""
        if person.has_role:
            self.had_role.append(person)
            person.give_tasks(is_hr=False, is_admin=False, is_data_protection_officer=False)
        later = person.starts_on is not None and person.starts_on > self.today
        person.is_active, person.is_coming = not later, later

    def _add_people(self) -> None:
        entries = self._entries("new")
        names = _UserNames(entries)
        for entry in self._counted("people", entries):
            said = entry.said
            assert said
            person = User(
                number=said.number,
                last_name=said.last_name,
                first_name=said.first_name,
                calling_name=said.calling_name or "",
                email=said.email,
                language=said.language or User.Language.FI,
                unit_id=self._unit(entry.place),
                starts_on=said.starts_on,
                ends_on=said.ends_on,
                **{name: getattr(said, name) or "" for name in TITLES},
            )
            person.username = said.username or names.made_for(person)
            person.is_coming = said.starts_on is not None and said.starts_on > self.today
            person.is_active = not person.is_coming
            person.set_unusable_password()
            person.put_in_order()
            self.new[entry.row] = person
        User.objects.bulk_create(self.new.values(), BATCH)
        SetUp.objects.bulk_create([SetUp(person=person, by=self.by) for person in self.new.values()], BATCH)

    def _person(self, who: Who) -> UUID:
        return who if isinstance(who, UUID) else self.new[who].pk

    # ---- Lines

    def _change_lines(self) -> None:
        self.progress("lines", 0, len(self.plan.lines))
        yesterday = self.today - datetime.timedelta(days=1)
        starts = {person.pk: person.starts_on for person in [*self.new.values(), *self.people.values()]}
        new = []
        for line in self.plan.lines:
            unit, who = self._unit_of(line.place), self._person(line.who)
            begins, until = max(self.today, starts.get(who) or self.today), None
            if line.kind == SupervisionLine.Kind.SUPERVISOR:
                others = SupervisionLine.objects.filter(unit=unit, kind=line.kind)
                later = others.filter(starts_on__gt=begins).order_by("starts_on").first()
                until = later.starts_on - datetime.timedelta(days=1) if later else None
                live = others.filter(Q(ends_on=None) | Q(ends_on__gte=begins), starts_on__lte=begins)
                live.filter(starts_on=begins).delete()
                live.update(ends_on=begins - datetime.timedelta(days=1) if begins > self.today else yesterday)
            new.append(
                SupervisionLine(unit_id=unit, supervisor_id=who, kind=line.kind, starts_on=begins, ends_on=until)
            )
        SupervisionLine.objects.bulk_create(new, BATCH)

    # ---- Who is told

    def _end(self) -> None:
        leavers = [entry.person.pk for entry in self._entries("ended") if entry.person]
        dates = {entry.person.pk: entry.said.ends_on for entry in self._entries("ended") if entry.person and entry.said}
        for pk in self._counted("leavers", sorted(leavers)):
            person = User.objects.select_for_update(no_key=True).get(pk=pk)
            if person.is_active:
                end_employment(person, by=self.by)
                if dates.get(pk):
                    User.objects.filter(pk=pk).update(ends_on=dates[pk])
                if person.has_role:
                    tell_of_tasks(person, by=self.by)
        for person in self.had_role:
            tell_of_tasks(person, by=self.by)

    def _ask_second_persons(self, known: dict[UUID, Entry]) -> None:
        """Ways into accounts in use wait; of what HR alone may change the person is told, where the unit is open."""
        for person in self.titled:
            renew_names(person)
        for person, earlier in self.renamed:
            renew_names(person)
            if person.is_in_use:
                tell_of_name(person, earlier=earlier, by=self.by)
        for pk, entry in known.items():
            person = self.people[pk]
            if entry.sign_in:
                now = {"username": person.username, "email": person.email}
                ask(SignInChange.Kind.NAMES, person=person, by=self.by, **(now | entry.sign_in))
            elif {"email", "username"} & set(entry.fields):
                SetUp.objects.get_or_create(person=person, by=self.by)
                if person.unit is None or person.unit.is_open:
                    before = entry.fields.get("email", ("", ""))[0]
                    send("sign_in_data_changed", to=person, address=before or person.email)

    def _invite(self) -> None:
        """New people with an address, where the unit is in use already."""
        self.progress("letters", 0, 1)
        people = [person.pk for person in self.new.values() if person.is_active and person.email]
        for part in _parts(people):
            for person in User.objects.filter(pk__in=part, unit__is_open=True):
                send("activation", to=person)


class _UserNames:
    """User names for those who bring none: of their address, or of their name."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.taken = {name.lower() for name in User.objects.values_list("username", flat=True)}
        self.taken |= {entry.said.username.lower() for entry in entries if entry.said and entry.said.username}

    def made_for(self, person: User) -> str:
        """Like aino.virtanen, with a number where another has it; never like an address."""
        local = person.email.partition("@")[0]
        base = (
            local
            if local and " " not in local
            else ".".join(filter(None, map(_plain, (person.first, person.last_name))))
        )
        base = base[:140] or "henkilo"
        name, number = base, 1
        while name.lower() in self.taken:
            number += 1
            name = f"{base}{number}"
        self.taken.add(name.lower())
        return name


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold().translate(str.maketrans("øđŧŋłıæœ", "odtnliao"))
    return slugify(folded.replace("ß", "ss").replace("þ", "th")).strip("-_")


def _parts(items: list[Item]) -> Iterator[list[Item]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
