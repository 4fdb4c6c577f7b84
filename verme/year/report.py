"""What a year of Verme was: for the management team, on one page. No names, and nothing that was said in groups.

A year is that of the seasons that began in it, so that it adds up to the reports of its seasons. A department is told
only from as many participants up as HR's smallest group in figures has people, and what is left of the sum is as many
people or none as well: nobody reckons one out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, Q, Subquery, Sum
from django.utils import timezone

from core.names import list_key
from core.organisation.thresholds import ANSWERS, PEOPLE
from people.desk.handled import Handling
from people.models import Ancestry, Unit
from people.thresholds.actions import largest_since
from verme.models import Attendance, Cost, Group, Idea, Membership, Season, Session, Survey
from verme.survey.results import share_in_words

if TYPE_CHECKING:
    from people.models import User

MOST_GROUPS = 8  # by name; more are told by whom they are for
MOST_DEPARTMENTS = 8  # those with the most hours; the others together
MOST_COSTS = 4
TERMS = 4  # of which answers stand beside each other
ASKED = ("useful", "work", "time")  # questions of the feedback survey, verme/survey/questions
YES = "yes"
HANDLED = (Handling.DONE, Handling.LOOKING, Handling.NOT_NOW, Handling.NEW)


@dataclass(frozen=True)
class Seats:
    """Of one group, or of all groups for the same people."""

    name: str
    groups: int
    members: int
    places: int


@dataclass(frozen=True)
class Department:
    """Its hours; without a name those of all that are too small to be told."""

    name: str
    minutes: int


@dataclass(frozen=True)
class Ideas:
    """What became of those that groups have passed on."""

    label: str
    count: int
    example: str


@dataclass(frozen=True)
class Point:
    """One term's answer: in words, and as a place in the picture where it is a number."""

    season: str
    words: str
    share: int | None
    x: float = 0
    y: float = 0


@dataclass(frozen=True)
class Trend:
    """How one question was answered with yes, term by term."""

    text: str
    points: list[Point]

    @property
    def line(self) -> str:
        """Of the drawn points, for an SVG."""
        return " ".join(f"{one.x:g},{one.y:g}" for one in self.points if one.share is not None)


@dataclass(frozen=True)
class Year:
    """All of it."""

    year: int
    seasons: list[Season]
    seats: list[Seats]
    members: int
    places: int
    groups: int
    groups_before: int  # of the year before
    planned: int
    held: int
    ahead: int
    cancelled: int
    minutes: int
    departments: list[Department]
    least: int  # people of a department, and of what is left when the told ones are taken from the sum
    costs: list[tuple[str, Decimal]]
    trends: list[Trend]
    least_answers: int  # of the surveys in the trends, as each promised
    ideas: list[Ideas]

    @property
    def euros(self) -> Decimal:
        """All costs."""
        return sum((euros for _what, euros in self.costs), Decimal(0))

    @property
    def each(self) -> int:
        """Minutes for each place that somebody has."""
        return round(self.minutes / self.members) if self.members else 0

    @property
    def ideas_in_all(self) -> int:
        """Of all states."""
        return sum(one.count for one in self.ideas)


def of_year(user: User, year: int) -> Year:
    """For HR: a fixed number of queries, however many groups there are."""
    seasons = list(_seasons(user, year).order_by("starts_on", "pk"))
    ids = [season.pk for season in seasons]
    groups = list(_groups(user, ids))
    held = Q(state=Session.State.PLANNED, starts_at__lte=timezone.now())
    ahead = Q(state=Session.State.PLANNED, starts_at__gt=timezone.now())
    meetings = Session.objects.dated_for(user).filter(group__season__in=ids)
    counted = meetings.aggregate(
        held=Count("pk", filter=held),
        ahead=Count("pk", filter=ahead),
        cancelled=Count("pk", filter=Q(state=Session.State.CANCELLED)),
    )
    present = Attendance.objects.filter(session__in=meetings.filter(state=Session.State.PLANNED).values("pk"))
    least = largest_since(PEOPLE, datetime.date(year, 1, 1))
    minutes, departments = _departments(user, present, least)
    surveys = _surveys(user, year)
    meant = {season.pk: season.sessions_planned for season in seasons}
    return Year(
        year=year,
        seasons=seasons,
        seats=_seats(groups),
        members=sum(group.members for group in groups),
        places=sum(group.capacity for group in groups),
        groups=len(groups),
        groups_before=_groups(user, _seasons(user, year - 1).values("pk")).count(),
        planned=sum(meant[group.season_id] for group in groups),
        minutes=minutes,
        departments=departments,
        least=least,
        costs=_costs(Cost.objects.editable_by(user).filter(season__in=ids)),
        trends=_trends(surveys),
        least_answers=min((survey.least for survey in surveys), default=ANSWERS.least),
        ideas=_ideas(user, ids),
        **counted,
    )


def _seasons(user: User, year: int) -> Any:
    return Season.objects.editable_by(user).exclude(state=Season.State.DRAFT).filter(starts_on__year=year)


def _groups(user: User, seasons: Any) -> Any:
    """Confirmed ones and ended ones, with ``members``: those who are in them, or were when their season closed."""
    stayed = Q(ends_on=None) | Q(ends_on__gt=timezone.localdate()) | Q(ends_on__gte=F("group__season__closed_on"))
    rows = Membership.objects.visible_to(user).filter(stayed, group=OuterRef("pk")).order_by().values("group")
    members = Subquery(rows.annotate(n=Count("person", distinct=True)).values("n"))
    found = Group.objects.editable_by(user).filter(season__in=seasons).exclude(state=Group.State.FORMING)
    return found.annotate(counted=members).select_related("season").order_by("season__starts_on", "sort_key", "pk")


def _seats(groups: Sequence[Any]) -> list[Seats]:
    for group in groups:
        group.members = group.counted or 0
    if len(groups) <= MOST_GROUPS:
        return [Seats(f"{group.name}, {group.season.name}", 1, group.members, group.capacity) for group in groups]
    found = []
    for target in Group.Target:
        of = [group for group in groups if group.target == target]
        if of:
            members, places = sum(group.members for group in of), sum(group.capacity for group in of)
            found.append(Seats(str(target.label), len(of), members, places))
    return found


def _departments(user: User, present: Any, least: int) -> tuple[int, list[Department]]:
    """All minutes, and those of each department: the units below the top of the tree."""
    rows = present.order_by().values("person", "person__unit").annotate(minutes=Sum("session__minutes"))
    found = list(rows.values_list("person", "person__unit", "minutes"))
    tops = _tops({unit for _person, unit, _minutes in found if unit})
    by: dict[UUID | None, list[tuple[Any, int]]] = {}
    for person, unit, minutes in found:
        by.setdefault(tops.get(unit), []).append((person, minutes))
    names = {unit.pk: unit.name for unit in Unit.objects.visible_to(user).filter(pk__in=[pk for pk in by if pk])}
    told, _hidden = told_and_hidden({pk: len({person for person, _m in rows}) for pk, rows in by.items()}, least)
    sums = {pk: sum(minutes for _person, minutes in rows) for pk, rows in by.items()}
    largest = sorted((pk for pk in told if pk), key=lambda pk: (-sums[pk], list_key(names[pk])))[:MOST_DEPARTMENTS]
    departments = sorted((Department(names[pk], sums[pk]) for pk in largest), key=lambda one: list_key(one.name))
    total = sum(sums.values())
    rest = total - sum(one.minutes for one in departments)
    others = [Department("", rest)] if rest and departments else []  # alone they would be the sum once more
    return total, [*departments, *others]


def told_and_hidden(people: dict[Any, int], least: int) -> tuple[set[Any], set[Any]]:
    """Which departments may be told by how many people each has: what is left is nobody's, or enough people's.

    None are people without a unit, or who have left the register: they are never told by themselves.
    """
    told = {pk for pk, count in people.items() if pk is not None and count >= least}
    for pk in sorted(told, key=lambda one: (people[one], str(one))):
        left = sum(count for other, count in people.items() if other not in told)
        if not 0 < left < least:
            break
        told.discard(pk)
    return told, set(people) - told


def _tops(units: Iterable[UUID]) -> dict[UUID, UUID]:
    """Of each unit the one above it that stands straight below the top; the top itself stands for itself."""
    depths = Ancestry.objects.filter(unit__in=units).order_by().values("unit").annotate(depth=Max("distance"))
    depth = dict(depths.values_list("unit", "depth"))
    above = Ancestry.objects.filter(unit__in=units).values_list("unit", "ancestor", "distance")
    return {unit: ancestor for unit, ancestor, distance in above if distance == max(0, depth[unit] - 1)}


def _costs(costs: Any) -> list[tuple[str, Decimal]]:
    """The largest kinds by what HR has called them, the others together."""
    sums: dict[str, Decimal] = {}
    names: dict[str, str] = {}
    for what, euros in costs.order_by("created_at", "pk").values_list("what", "euros"):
        key = " ".join(what.split()).casefold()
        names.setdefault(key, what)
        sums[key] = sums.get(key, Decimal(0)) + euros
    found = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
    told = [(names[key], euros) for key, euros in found[:MOST_COSTS]]
    rest = sum((euros for _key, euros in found[MOST_COSTS:]), Decimal(0))
    return [*told, *([("", rest)] if rest else [])]


def _surveys(user: User, year: int) -> list[Survey]:
    """Of the last terms, the oldest first."""
    rows = Survey.objects.visible_to(user).filter(kind=Survey.Kind.FEEDBACK, season__starts_on__year__lte=year)
    return list(rows.select_related("season").order_by("-season__starts_on", "pk")[:TERMS])[::-1]


def _trends(surveys: list[Survey]) -> list[Trend]:
    """From what was released alone: nothing is reckoned anew from answers."""
    trends = []
    for key in ASKED:
        points, text = [], ""
        for number, survey in enumerate(surveys):
            question = next((one for one in survey.questions if one.key == key and YES in one.codes), None)
            told = (survey.result or {}).get("questions", {}).get(key, {}) if question else {}
            shares = dict(zip(question.codes, told.get("shares", []), strict=False)) if question else {}
            share = shares.get(YES, "")
            text = question.text if question else text
            at = share if isinstance(share, int) else None
            x = 228 * (number + 0.5) / len(surveys)  # the middle of its column of words
            words = share_in_words(share) if share != "" else ""  # what is hidden is empty: the page says why
            points.append(Point(survey.season.name, words, at, x, 104 - (at or 0) * 0.86))
        if any(one.words for one in points):
            trends.append(Trend(text, points))
    return trends


def _ideas(user: User, seasons: list[UUID]) -> list[Ideas]:
    rows = Idea.objects.handled_by(user).filter(session__group__season__in=seasons).order_by("-answered_at", "pk")
    found: dict[str, list[str]] = {}
    for handling, words in rows.values_list("handling", "passed_on"):
        found.setdefault(handling, []).append(words)
    return [Ideas(str(state.label), len(found[state]), found[state][0]) for state in HANDLED if state in found]
