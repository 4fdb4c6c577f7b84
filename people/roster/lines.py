"""Who leads which unit, by what the members of the units say: lines stand per unit, as in the register.

Members of one unit name one supervisor. Whoever leads the unit from inside it names the leader of the unit above.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from people.roster.people_in_file import Finding, Path

Who = UUID | int  # somebody of the register, or the row of somebody new
Place = UUID | Path  # a unit of the register, or the path of a new one
Named = dict[Who, list[int]]  # who is named, by which rows


@dataclass(frozen=True)
class Member:
    """What a row says: who works where and names whom."""

    who: Who
    row: int
    place: Place | None
    names: Who | None
    written: str = ""  # how the row names them


@dataclass
class Lines:
    """Who leads what from now on. A unit of which the file says nothing is not here."""

    leaders: dict[Place, Who] = field(default_factory=dict)
    errors: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)


def lines_of(
    members: Iterable[Member],
    parent: Callable[[Place], Place | None],
    leads_now: Mapping[Place, Who],
    column: int | None,
) -> Lines:
    """The lines that follow, and what does not fit together."""
    found, named, inside = Lines(), defaultdict[Place, Named](dict), defaultdict[Place, dict[Who, Member]](dict)
    for member in members:
        if member.place is None:
            continue
        inside[member.place][member.who] = member
        if member.names == member.who:
            found.notes.append(Finding("names_oneself", [member.row], column))
    for place, here in inside.items():
        _inside_one(found, place, here, named, parent, leads_now, column)
    for place, whom in named.items():
        rows = sorted({row for said in whom.values() for row in said})
        if len(whom) > 1:
            said = {member.row: member.written for here in inside.values() for member in here.values()}
            found.errors.append(
                Finding("two_supervisors", rows, column, ", ".join(dict.fromkeys(said[row] for row in rows)))
            )
        else:
            found.leaders[place] = next(iter(whom))
    _refuse_rings(found, inside, parent, leads_now, column)
    return found


def _inside_one(
    found: Lines,
    place: Place,
    here: dict[Who, Member],
    named: dict[Place, Named],
    parent: Callable[[Place], Place | None],
    leads_now: Mapping[Place, Who],
    column: int | None,
) -> None:
    """What the members of one unit say of it, and its leader of the unit above."""
    naming = [member for member in here.values() if member.names is not None and member.names != member.who]
    leaders = {member.names for member in naming if member.names in here}
    if not leaders and len(naming) == 1 and naming[0].who == leads_now.get(place):
        leaders = {naming[0].who}  # who leads it alone in it
    own = [member for member in naming if member.who not in leaders]
    rings = [member for member in naming if member.names in here and here[member.names].names == member.who]
    if rings or (leaders and not own and len(naming) > 1):  # two name each other, or all in a ring
        _refuse_ring(found, rings or naming, column)
        return
    for member in own:
        named[place].setdefault(member.names, []).append(member.row)  # type: ignore[arg-type]
    for member in naming:
        if member.who in leaders:
            above = parent(place)
            if above is None:
                found.notes.append(Finding("above_the_top", [member.row], column))
            else:
                named[above].setdefault(member.names, []).append(member.row)  # type: ignore[arg-type]


def _refuse_ring(found: Lines, ring: list[Member], column: int | None) -> None:
    ring = sorted(ring, key=lambda member: member.row)
    rows, written = [member.row for member in ring], dict.fromkeys(member.written for member in ring if member.written)
    found.errors.append(Finding("each_other", rows, column, ", ".join(written)))


def _refuse_rings(
    found: Lines,
    inside: Mapping[Place, dict[Who, Member]],
    parent: Callable[[Place], Place | None],
    leads_now: Mapping[Place, Who],
    column: int | None,
) -> None:
    """Nobody leads somebody who leads them, also over others."""
    people = {who: member for here in inside.values() for who, member in here.items()}
    leads = dict(leads_now) | found.leaders

    def supervisor(who: Who) -> Who | None:
        place = people[who].place
        while place is not None:
            if (leader := leads.get(place)) not in (None, who):
                return leader
            place = parent(place)
        return None

    settled: set[Who] = set()
    for start in people:
        way: list[Who] = []
        at: Who | None = start
        while at is not None and at in people and at not in settled and at not in way:
            way.append(at)
            at = supervisor(at)
        if at is not None and at in way:
            ring = way[way.index(at) :]
            if any(who in ring and leads_now.get(place) != who for place, who in found.leaders.items()):
                _refuse_ring(found, [people[who] for who in ring], column)
        settled |= set(way)
