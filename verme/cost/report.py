"""What a season has taken: hours of people and money, for each group and in all. For HR; no names, no content.

Hours are people-hours: each one who was marked present, the mentor too, times the length of the meeting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Sum
from django.utils import timezone

from people.models import Unit
from verme.models import Attendance, Cost, Group, Membership, Mentoring, Season, Session

NONE = Decimal(0)


@dataclass(frozen=True)
class Line:
    """One group. Minutes, not hours."""

    group: Group
    people: int  # members and mentors of today
    held: int
    used: int
    planned: int
    euros: Decimal


@dataclass(frozen=True)
class Report:
    """A season."""

    season: Season
    lines: list[Line]
    shared: Decimal  # of no group alone
    payers: list[tuple[str, Decimal]]  # HR first, then the departments by name; "" is one that has left the register

    @property
    def people(self) -> int:
        """In all groups."""
        return sum(line.people for line in self.lines)

    @property
    def held(self) -> int:
        """Meetings of all groups."""
        return sum(line.held for line in self.lines)

    @property
    def used(self) -> int:
        """Minutes of all groups."""
        return sum(line.used for line in self.lines)

    @property
    def planned(self) -> int:
        """Minutes of all groups."""
        return sum(line.planned for line in self.lines)

    @property
    def euros(self) -> Decimal:
        """All costs."""
        return sum((euros for _payer, euros in self.payers), NONE)


def report(season: Season) -> Report:
    """Seven queries, however many groups there are."""
    groups = season.groups.exclude(state=Group.State.FORMING).order_by("sort_key", "pk")
    held = Session.objects.filter(state=Session.State.PLANNED, starts_at__lte=timezone.now())
    marks = Attendance.objects.filter(session__group__season=season, session__state=Session.State.PLANNED)
    live = {"group__season": season}
    members, mentors = (
        _by(model.objects.live().filter(**live), "group", Count("person", distinct=True))
        for model in (Membership, Mentoring)
    )
    meetings = _by(held.filter(group__season=season), "group", Count("pk"))
    minutes = _by(marks, "session__group", Sum("session__minutes"))
    costs = season.costs.all()
    euros = _by(costs, "group", Sum("euros"))
    each = season.sessions_planned * season.session_minutes
    lines = []
    for group in groups:
        people = members.get(group.pk, 0) + mentors.get(group.pk, 0)
        spent = euros.get(group.pk, NONE)
        lines.append(Line(group, people, meetings.get(group.pk, 0), minutes.get(group.pk, 0), people * each, spent))
    return Report(season, lines, euros.get(None, NONE), _payers(costs))


def _by(rows: Any, path: str, what: Any) -> Mapping[Any, Any]:
    """Group → number."""
    return dict(rows.order_by().values_list(path).annotate(what))


def _payers(costs: Any) -> list[tuple[str, Decimal]]:
    names = ("unit__name_fi", "unit__name_sv", "unit__name_en")
    rows: Iterable[tuple[str, UUID | None, str, str, str, Decimal]] = (
        costs.order_by("unit__sort_key", "unit")
        .values("paid_by", "unit", *names)
        .annotate(euros=Sum("euros"))
        .values_list("paid_by", "unit", *names, "euros")
    )
    found = [
        (
            Unit(name_fi=fi, name_sv=sv, name_en=en).name if unit else str(Cost.PaidBy(paid_by).label),
            euros,
            paid_by,
        )
        for paid_by, unit, fi, sv, en, euros in rows
    ]
    found.sort(key=lambda row: row[2] != Cost.PaidBy.HR)
    return [(name, euros) for name, euros, _paid_by in found]
