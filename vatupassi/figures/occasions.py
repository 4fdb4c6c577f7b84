"""How many people had a conversation about what, in the whole organisation. Plain data, no database.

One person may have had several, so the numbers do not add up to the whole; they are at least as many together. What
that says of the only one that is not told must not be too much: otherwise the smallest told one is not told either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from vatupassi.figures.rules import Limits, Told, Tree, allows, band


@dataclass(frozen=True)
class About:
    """An occasion: how many people, and how many of each supervisor's."""

    names: dict[str, str]
    count: int
    by: dict[UUID | int | None, int]


def told_occasions(about: list[About], held: Tree, whole: Told | None, limits: Limits) -> list[dict[str, Any]]:
    """Each occasion with its band, or none."""
    people, told = held.people[0], list[About]()
    if whole and held.supervisors[0] >= limits.supervisors:
        told = [each for each in about if allows(each.count, people, limits.least)]
        told.sort(key=lambda each: each.count)
        while told and is_open(about, told, held, whole, limits):
            told.pop(0)
    return [{"name": each.names, "held": list(band(each.count)) if each in told else None} for each in about]


def is_open(about: list[About], told: list[About], held: Tree, whole: Told, limits: Limits) -> bool:
    """Whether somebody who knows the rule is sure that an occasion which is not told has one to four people.

    That it has at most four says the rule. That it has one: the others cannot have had all those conversations. The
    attacker is everybody, or a supervisor who knows of each of their own people.
    """
    hidden = [each for each in about if each not in told]
    own: dict[UUID | int | None, int] = {}
    for team in held.teams:
        own[team.supervisor] = own.get(team.supervisor, 0) + team.count
    for each in hidden:
        others = sum(band(one.count)[1] for one in told) + (limits.least - 1) * (len(hidden) - 1)
        if whole.low > others:
            return True
        for supervisor, mine in own.items():
            known = {id(one): one.by.get(supervisor, 0) for one in about}
            rest = sum(band(one.count)[1] - known[id(one)] for one in told)
            rest += sum(max(0, limits.least - 1 - known[id(one)]) for one in hidden if one is not each)
            if whole.low - mine > rest:
                return True
    return False
