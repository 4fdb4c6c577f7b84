"""Whoever reads a release and reckons: what they can be sure of, exactly. Plain data, no database.

They know how many people are in each unit and which of them each supervisor leads, the rules, every band and share, and
as a supervisor the exact numbers of those they lead. What is told is a tree of sums, so narrowing what each part can be
by what its siblings and the whole can be, once up and once down, gives exactly the numbers that are possible.

They have opened a release when some group has surely at least one and at most four people (fewer than the release's
limit) whom the figure counts, or so many whom it does not count: a told unit, what is left of it outside the told ones
below it, or either of the two without those whom the attacker leads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from uuid import UUID

from vatupassi.figures.ranges import NOTHING, Ranges, both, difference, lies_within, moved, total
from vatupassi.figures.rules import Choice, Limits, Told, Tree, allowed, nearest, with_share


class Impossible(ValueError):
    """The figures contradict each other, or the rules: whoever made them has erred."""


@dataclass(frozen=True)
class Finding:
    """A group of which too much is known."""

    unit: int  # the told unit that it is, or lies in
    by: UUID | int | None  # the supervisor who knows it; None: everybody


@dataclass
class _Part:
    """A told unit: what is told of it, and what is left outside the told ones below it."""

    unit: int
    own: Ranges
    people: int
    rest: int  # people outside the told units below it
    rest_range: Ranges
    children: list[int]


@dataclass(frozen=True)
class _Known:
    """Of one supervisor's people in one part: how many they are, and how many are counted."""

    people: int
    count: int


class Attacker:
    """Reads one release of one figure."""

    def __init__(self, tree: Tree, told: Mapping[int, Told], limits: Limits | None = None, *, atoms: bool = True):
        self.tree, self.told, self.limits = tree, told, limits or Limits()
        least = self.limits.least
        self.above = nearest(tree.parents, told)
        children: dict[int, list[int]] = {unit: [] for unit in told}
        for unit in sorted(told):
            if self.above[unit] >= 0:
                children[self.above[unit]].append(unit)
        self.parts: dict[int, _Part] = {}
        for unit in sorted(told):
            people = tree.people[unit]
            rest = people - sum(tree.people[child] for child in children[unit])
            rest_range = allowed(rest, least) if atoms else ((0, rest),)
            self.parts[unit] = _Part(unit, self._own(unit), people, rest, rest_range, children[unit])
        self.up: dict[int, Ranges] = {}
        self.down: dict[int, Ranges] = {}
        self.rest: dict[int, Ranges] = {}
        for unit in sorted(told, reverse=True):
            self.up[unit] = self._up(unit, self.up, self.parts[unit].rest_range)
        for unit in sorted(told):
            if self.above[unit] < 0:
                self.down[unit] = self.up[unit]
            self._down(unit, self.down[unit], self.up, self.parts[unit].rest_range, self.down, self.rest)

    def _own(self, unit: int) -> Ranges:
        """What is told of a unit itself, and what the rule says of it."""
        told, people = self.told[unit], self.tree.people[unit]
        found = both(allowed(people, self.limits.least), ((told.low, told.high),))
        return found if told.share is None else both(found, (with_share(told.share, people),))

    def _up(self, unit: int, up: Mapping[int, Ranges], rest: Ranges) -> Ranges:
        part = self.parts[unit]
        found = both(part.own, reduce(total, (up[child] for child in part.children), rest))
        if not found:
            raise Impossible(unit)
        return found

    def _down(
        self,
        unit: int,
        whole: Ranges,
        up: Mapping[int, Ranges],
        rest: Ranges,
        down: dict[int, Ranges],
        rests: dict[int, Ranges],
    ) -> None:
        """What each part of a unit can be, when the whole is one of these."""
        pieces = [rest, *(up[child] for child in self.parts[unit].children)]
        before, after = [NOTHING], [NOTHING]
        for piece in pieces[:-1]:
            before.append(total(before[-1], piece))
        for piece in reversed(pieces[1:]):
            after.append(total(after[-1], piece))
        found = [
            both(piece, difference(whole, total(left, right)))
            for piece, left, right in zip(pieces, before, reversed(after), strict=True)
        ]
        rests[unit] = found[0]
        down.update(zip(self.parts[unit].children, found[1:], strict=True))

    # what is found

    def findings(self) -> Iterator[Finding]:
        """All of it: what everybody can be sure of, and then what each supervisor can."""
        for unit, part in self.parts.items():
            if self._is_open(self.down[unit], part.people) or self._is_open(self.rest[unit], part.rest):
                yield Finding(unit, None)
        for supervisor, known in self._known().items():
            for unit in self._as_supervisor(known):
                yield Finding(unit, supervisor)

    def _is_open(self, counted: Ranges, people: int) -> bool:
        few = self.limits.least - 1
        return lies_within(counted, 1, few) or lies_within(counted, people - few, people - 1)

    def _known(self) -> dict[UUID | int, dict[int, _Known]]:
        """What each supervisor knows, by the told unit in whose rest their people are."""
        found: dict[UUID | int, dict[int, _Known]] = {}
        for team in self.tree.teams:
            unit = team.unit if team.unit in self.told else self.above[team.unit]
            if team.supervisor is not None and team.people and unit >= 0:
                mine = found.setdefault(team.supervisor, {})
                before = mine.get(unit, _Known(0, 0))
                mine[unit] = _Known(before.people + team.people, before.count + team.count)
        return found

    def _as_supervisor(self, known: Mapping[int, _Known]) -> Iterator[int]:
        """The told units in which this one is sure of too much."""
        rests, up, down, rest_found = dict[int, Ranges](), _Over(self.up), _Over(self.down), _Over(self.rest)
        for unit, own in known.items():
            part = self.parts[unit]
            can_be = ((own.count, part.rest - own.people + own.count),)
            rests[unit] = both(part.rest_range, can_be)
        changed = self._narrow(rests, up, down, rest_found)
        for unit in changed:
            part = self.parts[unit]
            if self._is_open(down[unit], part.people) or self._is_open(rest_found[unit], part.rest):
                yield unit
        on_the_way: dict[int, _Known] = {}
        for unit, own in known.items():
            if self._is_open(moved(rest_found[unit], -own.count), self.parts[unit].rest - own.people):
                yield unit
            above = unit
            while above >= 0:
                so_far = on_the_way.get(above, _Known(0, 0))
                on_the_way[above] = _Known(so_far.people + own.people, so_far.count + own.count)
                above = self.above[above]
        for unit, own in on_the_way.items():
            if self._is_open(moved(down[unit], -own.count), self.parts[unit].people - own.people):
                yield unit

    def _narrow(self, rests: Mapping[int, Ranges], up: _Over, down: _Over, rest_found: _Over) -> list[int]:
        """Only what changes when these rests are narrower: up the tree until nothing does, and down from there."""
        touched, waiting = set(rests), set(rests)
        while waiting:
            unit = max(waiting)  # numbers grow downwards
            waiting.remove(unit)
            found = self._up(unit, up, rests.get(unit, self.parts[unit].rest_range))
            if found != up[unit]:
                up[unit] = found
                if self.above[unit] >= 0:
                    touched.add(self.above[unit])
                    waiting.add(self.above[unit])
                else:
                    down[unit] = found
        changed, waiting = list[int](), touched
        while waiting:
            unit = min(waiting)
            waiting.remove(unit)
            changed.append(unit)
            parts: dict[int, Ranges] = {}
            rest = rests.get(unit, self.parts[unit].rest_range)
            own_rest: dict[int, Ranges] = {}
            self._down(unit, down[unit], up, rest, parts, own_rest)
            rest_found[unit] = own_rest[unit]
            for child, found in parts.items():
                if found != down[child]:
                    down[child] = found
                    waiting.add(child)
        return changed


class _Over(dict[int, Ranges]):
    """Changes over what everybody knows, which stays as it is."""

    def __init__(self, under: dict[int, Ranges]) -> None:
        super().__init__()
        self.under = under

    def __missing__(self, unit: int) -> Ranges:
        return self.under[unit]


def safest(tree: Tree, limits: Limits) -> dict[int, Told]:
    """What is told, so that no supervisor's own figures open it: where they would, less is told."""
    choice = Choice(tree, limits)
    while choice.told:
        found = {finding.unit for finding in Attacker(tree, choice.told, limits).findings()}
        if not found:
            break
        for unit in found:
            if unit in choice.told:
                choice.hide(unit)
    return choice.told
