"""What HR should see before confirming groups: pairs of people who might not dare to speak beside each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext as _

from people.models import SupervisionLine, Unit, User
from people.unit.models import Ancestry
from verme.models import Group, Membership, Mentoring, SignUp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from uuid import UUID

    from verme.models import Season

SMALL_TEAM = 6  # up to so many people in a unit everybody knows what is told of whom


@dataclass(frozen=True, eq=False)
class Clash:
    """Two people of one group, or one in two groups, in words; and what stands beside each whom it is about."""

    text: str
    beside: Mapping[UUID, str]  # without the person's own name, which stands above it


class Interests:
    """What is known of the people of a season. A fixed number of queries, however many groups."""

    def __init__(self, season: Season) -> None:
        sign_ups = season.sign_ups.there().select_related("person")
        live = Mentoring.objects.live().filter(group__season=season).select_related("person")
        self.seats: dict[UUID, list[User]] = defaultdict(list)
        self.mentors: dict[UUID, list[User]] = defaultdict(list)
        everybody = {}
        for row in sign_ups:
            everybody[row.person_id] = row.person
            if row.state == SignUp.State.PLACED and row.group_id:
                self.seats[row.group_id].append(row.person)
        for mentoring in live:
            everybody[mentoring.person_id] = mentoring.person
            self.mentors[mentoring.group_id].append(mentoring.person)
        self.leads = _leads(everybody.values())
        self.small = _small_teams(everybody.values())
        self.elsewhere = _elsewhere(season, everybody)

    def clashes_of(self, group: UUID, members: list[User]) -> list[Clash]:
        """What to look at when these are its members."""
        mentors = self.mentors.get(group, [])
        those = [*members, *mentors]
        teams = _teams(members, self.small, self.leads)
        rows = [*_lines(those, self.leads), *teams, *_twice(those, self.elsewhere)]
        return [*rows, *_own_group(members, mentors)]

    def keep_apart(self, person: User, group: UUID, members: list[User]) -> bool:
        """Whether the person beside these members and the mentors would be something to look at."""
        before = self.clashes_of(group, members)
        return len(self.clashes_of(group, [*members, person])) > len(before) or any(
            person.unit_id in self.small and person.unit_id == other.unit_id for other in members
        )


def clashes(season: Season) -> dict[UUID, list[Clash]]:
    """Group → what to look at, as people are placed now."""
    known = Interests(season)
    found = {group: known.clashes_of(group, known.seats[group]) for group in {*known.seats, *known.mentors}}
    return {group: rows for group, rows in found.items() if rows}


def _leads(everybody: Iterable[User]) -> set[tuple[UUID, UUID]]:
    """(who leads, whom), on any level. A deputy does not lead the supervisor of the same unit."""
    everybody = list(everybody)
    ids, units = [person.pk for person in everybody], {person.unit_id for person in everybody if person.unit_id}
    lines = SupervisionLine.objects.live().filter(supervisor__in=ids)
    above = defaultdict(set)
    for unit, ancestor in Ancestry.objects.filter(unit__in=units).values_list("unit_id", "ancestor_id"):
        above[unit].add(ancestor)
    led = defaultdict(set)
    heads = set()
    for line in lines:
        led[line.supervisor_id].add(line.unit_id)
        if line.kind == SupervisionLine.Kind.SUPERVISOR:
            heads.add((line.supervisor_id, line.unit_id))
    return {
        (one, other.pk)
        for one in led
        for other in everybody
        if other.pk != one
        and other.unit_id
        and any((other.pk, unit) not in heads for unit in led[one] & above[other.unit_id])
    }


def _lines(those: list[User], leads: set[tuple[UUID, UUID]]) -> Iterator[Clash]:
    for one, other in combinations(those, 2):
        for supervisor, employee in ((one, other), (other, one)):
            if (supervisor.pk, employee.pk) in leads:
                names = {"supervisor": supervisor.name, "employee": employee.name}
                text = _("%(supervisor)s is a supervisor of %(employee)s.") % names
                leads_one = _("own employee in this group: %(name)s") % {"name": employee.name}
                led = _("own supervisor in this group: %(name)s") % {"name": supervisor.name}
                yield Clash(text, {supervisor.pk: leads_one, employee.pk: led})


def _small_teams(everybody: Iterable[User]) -> dict[UUID, str]:
    """Units with few people: id → name."""
    units = {person.unit_id for person in everybody if person.unit_id}
    names = ("unit__name_fi", "unit__name_sv", "unit__name_en")
    counts = User.objects.active().filter(unit__in=units).order_by().values_list("unit_id", *names)
    rows = counts.annotate(count=Count("pk"))
    found = {unit: Unit(name_fi=fi, name_sv=sv, name_en=en) for unit, fi, sv, en, count in rows if count <= SMALL_TEAM}
    return {pk: unit.name for pk, unit in found.items() if pk}


def _teams(members: list[User], small: dict[UUID, str], leads: set[tuple[UUID, UUID]]) -> Iterator[Clash]:
    """Colleagues of a small team. Of a supervisor and an employee the stronger thing has been said already."""
    for unit in dict.fromkeys(person.unit_id for person in members if person.unit_id in small):
        team = [person for person in members if person.unit_id == unit]
        beside = {person: _colleagues(person, team, leads) for person in team}
        found = [person for person in team if beside[person]]
        if found and unit:
            names = {"names": ", ".join(person.name for person in found), "unit": small[unit]}
            text = _("%(names)s work in the same small team (%(unit)s).") % names
            yield Clash(text, {person.pk: _same_team(beside[person]) for person in found})


def _colleagues(person: User, team: list[User], leads: set[tuple[UUID, UUID]]) -> list[User]:
    return [
        other
        for other in team
        if other != person and not {(person.pk, other.pk), (other.pk, person.pk)}.intersection(leads)
    ]


def _same_team(others: list[User]) -> str:
    return _("of the same small team: %(names)s") % {"names": ", ".join(other.name for other in others)}


def _own_group(members: list[User], mentors: list[User]) -> Iterator[Clash]:
    for person in {mentor.pk: mentor for mentor in mentors}.values():
        if person.pk in {member.pk for member in members}:
            text = _("%(name)s is both a member and the mentor.") % {"name": person.name}
            yield Clash(text, {person.pk: _("also the group’s mentor")})


def _elsewhere(season: Season, everybody: dict[UUID, User]) -> dict[UUID, set[str]]:
    """Person → other groups that go on at the same time, in this season or another."""
    found: dict[UUID, set[str]] = defaultdict(set)
    members = Membership.objects.live().filter(person__in=everybody).exclude(group__state=Group.State.ENDED)
    for person, name, other in members.values_list("person_id", "group__name", "group__season_id"):
        if other != season.pk:
            found[person].add(name)
    placed = SignUp.objects.placed().filter(person__in=everybody, group__state=Group.State.FORMING)
    for person, name in placed.exclude(season=season).values_list("person_id", "group__name"):
        found[person].add(name)
    return found


def _twice(those: list[User], elsewhere: dict[UUID, set[str]]) -> Iterator[Clash]:
    for person in {one.pk: one for one in those}.values():
        for name in sorted(elsewhere.get(person.pk, ())):
            text = _("%(name)s is also in the group %(group)s.") % {"name": person.name, "group": name}
            yield Clash(text, {person.pk: _("also in the group %(group)s") % {"group": name}})
