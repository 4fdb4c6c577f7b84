"""The figures of a term: counted in the database by unit and supervisor, then chosen, then attacked.

What comes out is plain data, the whole of what is ever shown: bands, rounded shares, names as they were.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from vatupassi.figures import facts
from vatupassi.figures.attacker import Attacker, safest
from vatupassi.figures.models import FrozenPlace, FrozenUnit, Release, Remainder
from vatupassi.figures.occasions import About, told_occasions
from vatupassi.figures.rules import Limits, Team, Told, Tree, rounded
from vatupassi.models import Occasion

FIGURES = ("offered", "held", "in_time")
LEAST_ASKED = 10  # people to whom something was promised
Progress = Callable[[str], None]


class Opened(Exception):
    """The attacker was sure of too much: these figures are not told."""


@dataclass
class Counted:
    """The exact numbers of a term. They live in memory, while the release is made."""

    units: list[FrozenUnit]
    figures: dict[str, list[Team]]
    about: list[About]
    promises: int | str | None

    def tree(self, name: str) -> Tree:
        """The units with one figure's numbers."""
        return Tree(tuple(each.parent for each in self.units), tuple(self.figures[name]))


def figures_of(release: Release, tell: Progress = lambda _step: None) -> dict[str, Any]:
    """All that is told of the term."""
    tell("counting")
    return chosen(count(release), Limits(**release.limits), tell)


def chosen(counted: Counted, limits: Limits, tell: Progress = lambda _step: None) -> dict[str, Any]:
    """What can be told of these numbers, in its final form: `Opened` where somebody could reckon too much from it."""
    told: dict[str, dict[int, Told]] = {}
    trees = {name: counted.tree(name) for name in FIGURES}
    for name, tree in trees.items():
        tell("choosing")
        told[name] = safest(tree, limits)
        tell("attacking")
        if any(Attacker(tree, told[name], limits).findings()):
            raise Opened(name)
    return {
        "rows": [
            {"name": each.names, "parent": each.parent, "id": str(each.unit or "")}
            | {name: _plain(told[name].get(number)) for name in FIGURES}
            for number, each in enumerate(counted.units)
        ],
        "occasions": told_occasions(counted.about, trees["held"], told["held"].get(0), limits),
        "promises": counted.promises,
    }


def _plain(told: Told | None) -> list[int | None] | None:
    return [told.low, told.high, told.share] if told else None


def count(release: Release) -> Counted:
    """How many people each unit has, and how many of them each figure counts."""
    units = list(release.units.all())
    numbers = {each.unit: each.number for each in units if each.unit}
    places = FrozenPlace.objects.filter(release=release)
    people = _by_team(places)
    term = release.term
    offered = [_people(rows, person) for rows, person in facts.offers(term)]
    counts = {
        "offered": _by_team(places.filter(person__in=offered[0].union(*offered[1:]))),
        "held": _by_team(places.filter(person__in=facts.held(term).values("employee"))),
        "in_time": _by_team(places.filter(person__in=facts.in_time(term).values("conversation__employee"))),
    }
    rest = _remainders(release, numbers)
    figures = {
        name: _with_rest(
            [Team(unit, led_by, n, counts[name].get((unit, led_by), 0)) for (unit, led_by), n in people.items()],
            rest[name],
        )
        for name in FIGURES
    }
    return Counted(
        units,
        figures,
        _about(release, places),
        _promises(release, places),
    )


def _people(rows: facts.People, person: str) -> Any:
    return rows.values_list(person, flat=True)


def _by_team(places: Any) -> dict[tuple[int, UUID | None], int]:
    rows = places.order_by().values("unit", "supervisor").annotate(n=Count("pk"))
    return {(row["unit"], row["supervisor"]): row["n"] for row in rows}


def _remainders(release: Release, numbers: dict[UUID, int]) -> dict[str, dict[int, int]]:
    """What deleted conversations have left, by unit. A unit that was no more at the end counts nothing."""
    rows: Any = Remainder.objects.filter(year=release.year, half=release.half).values("unit")
    found: dict[str, dict[int, int]] = {name: {} for name in FIGURES}
    for row in rows.annotate(**{f"n_{name}": Count("pk", filter=Q(**{name: True})) for name in FIGURES}):
        if row["unit"] in numbers:
            for name in FIGURES:
                found[name][numbers[row["unit"]]] = row[f"n_{name}"]
    return found


def _with_rest(teams: list[Team], rest: dict[int, int]) -> list[Team]:
    """What no person belongs to any more goes to the teams of its unit, never more than there are people."""
    found = []
    for team in teams:
        more = min(rest.get(team.unit, 0), team.people - team.count)
        if more:
            rest[team.unit] -= more
        found.append(replace(team, count=team.count + more))
    return found


def _about(release: Release, places: Any) -> list[About]:
    """How many people had a conversation about each occasion, all of them and those of each supervisor."""
    rest = Remainder.objects.filter(year=release.year, half=release.half, held_about=True)
    left = dict(rest.values("occasion").annotate(n=Count("pk")).values_list("occasion", "n"))
    talks, found = facts.held(release.term), list[About]()
    for occasion in Occasion.objects.order_by("position", "pk"):
        names = {language: occasion.name_in(language) for language in ("fi", "sv", "en")}
        people = places.filter(person__in=talks.filter(occasion=occasion).values("employee"))
        by = dict(people.order_by().values("supervisor").annotate(n=Count("pk")).values_list("supervisor", "n"))
        total = sum(by.values()) + left.get(occasion.pk, 0)
        if occasion.in_use or total:
            found.append(About(names, total, by))
    return found


def _promises(release: Release, places: Any) -> int | str | None:
    """Which part of what supervisors promised the employees say was kept; of at least ten employees, or HR's number."""
    rows = facts.promises(release.term).filter(conversation__employee__in=places.values("person"))
    found = rows.aggregate(
        all=Count("pk"),
        kept=Count("pk", filter=Q(kept_at__isnull=False)),
        people=Count("conversation__employee", distinct=True),
        supervisors=Count("conversation__supervisor", distinct=True),
    )
    limits = Limits(**release.limits)
    if found["people"] < max(LEAST_ASKED, limits.least) or found["supervisors"] < limits.supervisors:
        return None
    if found["kept"] >= found["all"] - 1:
        return "≥ 80"
    return "≤ 20" if found["kept"] <= 1 else rounded(found["kept"], found["all"])
