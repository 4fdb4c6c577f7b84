"""Which figures of a unit tree may be told (docs/decisions: figures). Plain data, no database.

A figure is how many people of a unit, each counted once. It is told as a band, and only where the number of those whom
it counts and of those whom it does not count are each at least five, in the unit and in whatever is left of it outside
the units below it that are told, too. Five, or as many as HR had set when the term's figures were frozen (`Limits`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from core.organisation.thresholds import PEOPLE
from vatupassi.figures.ranges import NOTHING, Ranges, joined

LEAST = PEOPLE.least  # people counted, and people not counted
LEAST_SUPERVISORS = 3
SHARES_FROM = 100  # people in a unit of which a share is told, too
STEP = 5  # per cent to which a share is rounded


@dataclass(frozen=True)
class Limits:
    """The thresholds of a release: frozen with it. HR may raise them, never lower them."""

    least: int = LEAST
    supervisors: int = LEAST_SUPERVISORS
    shares_from: int = SHARES_FROM


@dataclass(frozen=True)
class Team:
    """Those people of one unit whom one supervisor leads, and how many of them are counted."""

    unit: int
    supervisor: UUID | int | None
    people: int
    count: int = 0


@dataclass(frozen=True)
class Tree:
    """Units by their numbers, each after the one it is part of; number 0 is the whole organisation."""

    parents: tuple[int, ...]  # that of number 0 is -1
    teams: tuple[Team, ...]

    @cached_property
    def below(self) -> list[list[int]]:
        """The units straight below each."""
        found: list[list[int]] = [[] for _parent in self.parents]
        for unit, parent in enumerate(self.parents):
            if parent >= 0:
                found[parent].append(unit)
        return found

    def _sums(self, own: Iterable[tuple[int, int]]) -> list[int]:
        sums = [0] * len(self.parents)
        for unit, number in own:
            sums[unit] += number
        for unit in range(len(self.parents) - 1, 0, -1):
            sums[self.parents[unit]] += sums[unit]
        return sums

    @cached_property
    def people(self) -> list[int]:
        """How many people are in each unit and below it."""
        return self._sums((team.unit, team.people) for team in self.teams)

    @cached_property
    def counts(self) -> list[int]:
        """How many of them are counted."""
        return self._sums((team.unit, team.count) for team in self.teams)

    @cached_property
    def supervisors(self) -> list[int]:
        """How many different supervisors lead them."""
        sets: list[set[UUID | int]] = [set() for _parent in self.parents]
        for team in self.teams:
            if team.supervisor is not None and team.people:
                sets[team.unit].add(team.supervisor)
        for unit in range(len(self.parents) - 1, 0, -1):
            sets[self.parents[unit]] |= sets[unit]
        return [len(each) for each in sets]


def allowed(people: int, least: int = LEAST) -> Ranges:
    """How many of so many people a told group may have: so many at least are counted, and so many are not."""
    return NOTHING if people == 0 else joined([(least, people - least)])


def allows(count: int, people: int, least: int) -> bool:
    """Whether so many of so many people may be told."""
    return people == 0 or least <= count <= people - least


FIRST = (5, 10)


def band(count: int) -> tuple[int, int]:
    """The band that a number lies in: 5–9, 10–19, 20–39 and so on, each twice as wide."""
    low = FIRST[0] << (count // FIRST[0]).bit_length() - 1
    return low, 2 * low - 1


def rounded(count: int, people: int) -> int:
    """The share of so many people, rounded to five per cent; halves go up."""
    return (count * 200 + people * STEP) // (people * STEP * 2) * STEP


def with_share(share: int, people: int) -> tuple[int, int]:
    """The smallest and the largest number of so many people that have this rounded share."""
    low = bisect_right(range(people + 1), share - 1, key=lambda count: rounded(count, people))
    return low, bisect_right(range(people + 1), share, key=lambda count: rounded(count, people)) - 1


@dataclass(frozen=True)
class Told:
    """One figure as it is told."""

    low: int
    high: int
    share: int | None = None


@dataclass
class Choice:
    """The choice of what is told, step by step. ``told`` is the end of it."""

    tree: Tree
    limits: Limits = field(default_factory=Limits)
    atoms: bool = True  # the atom rule: without it the attacker must win (tests)

    def __post_init__(self) -> None:
        tree, limits = self.tree, self.limits
        self.told: dict[int, Told] = {}
        for unit, people in enumerate(tree.people):
            enough = people >= limits.least and tree.supervisors[unit] >= limits.supervisors
            count = tree.counts[unit]
            if enough and allows(count, people, limits.least):
                share = rounded(count, people) if people >= limits.shares_from else None
                self.told[unit] = Told(*band(count), share)
        self.look()

    def look(self) -> None:
        """Hide until what is left of each told unit outside the told ones below it is nobody or enough."""
        if 0 not in self.told:  # without the whole there is nothing to be a part of
            self.told.clear()
            return
        while self.atoms and (found := self._open()):
            for unit in found:
                self.told.pop(unit, None)

    def hide(self, unit: int) -> None:
        """Tell less of a unit: its share; then nothing of it and of the told units beside it.

        Hidden alone it would say why: those who know the rule could reckon what was open in it.
        """
        if self.told[unit].share is not None:
            self.told[unit] = Told(self.told[unit].low, self.told[unit].high)
            return
        above = nearest(self.tree.parents, self.told)
        for beside in [each for each in self.told if above[each] == above[unit]]:
            del self.told[beside]
        self.look()

    def _open(self) -> set[int]:
        """The smallest told unit below each of those of which too little is left."""
        tree, least = self.tree, self.limits.least
        rest_people, rest_count = dict[int, int](), dict[int, int]()
        smallest = dict[int, tuple[int, int]]()
        above = nearest(tree.parents, self.told)
        for unit in self.told:
            rest_people[unit] = rest_people.get(unit, 0) + tree.people[unit]
            rest_count[unit] = rest_count.get(unit, 0) + tree.counts[unit]
            over = above[unit]
            if over >= 0:
                rest_people[over] = rest_people.get(over, 0) - tree.people[unit]
                rest_count[over] = rest_count.get(over, 0) - tree.counts[unit]
                smallest[over] = min(smallest.get(over, (tree.people[unit], unit)), (tree.people[unit], unit))
        bad = (unit for unit in smallest if not allows(rest_count[unit], rest_people[unit], least))
        return {smallest[unit][1] for unit in bad}


def nearest(parents: tuple[int, ...], told: Mapping[int, Told]) -> list[int]:
    """For each unit the nearest one above it that is told, or -1."""
    found = [-1] * len(parents)
    for unit in range(1, len(parents)):
        parent = parents[unit]
        found[unit] = parent if parent in told else found[parent]
    return found
