"""Certificates: what somebody took part in, for how long. Never a theme or a word of what was said (domain.md §4)."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from verme.models import Attendance, Group, Membership, Mentoring, Session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from people.models import User


@dataclass(frozen=True)
class Participation:
    """Somebody in one group: from when until when, how many of the meetings of that time, how long they lasted."""

    person: User
    group: Group
    leads: bool
    first: datetime.date
    last: datetime.date
    attended: int
    held: int
    minutes: int


def of_person(user: User) -> list[Participation]:
    """In every group where this person is or has been, also one that they have left; the newest first. Four queries."""
    members = Membership.objects.of(user).select_related("group__season", "person")
    mentors = Mentoring.objects.of(user).select_related("group__season", "person")
    found = _built(members, mentors)
    return sorted(found, key=lambda one: (one.last, one.group.sort_key), reverse=True)


def of_group(group: Group) -> list[Participation]:
    """Everybody who has been at a meeting of the group, by name; the mentors among them. Four queries."""
    members = group.memberships.select_related("group__season", "person")
    mentors = group.mentorings.select_related("group__season", "person")
    found = [one for one in _built(members, mentors) if one.attended]
    return sorted(found, key=lambda one: (one.person.sort_key, str(one.person.pk)))


def _built(members: Iterable[Membership], mentors: Iterable[Mentoring]) -> list[Participation]:
    """One for each person and group; who left and came back has one, and a mentor is a mentor."""
    spells: dict[tuple[UUID, UUID], list[Membership | Mentoring]] = defaultdict(list)
    for rows in (members, mentors):
        for row in rows:
            spells[row.group_id, row.person_id].append(row)
    groups = {group for group, _person in spells}
    sessions: dict[UUID, list[Session]] = defaultdict(list)
    planned = Session.objects.filter(group__in=groups, state=Session.State.PLANNED, starts_at__lte=timezone.now())
    for session in planned:
        sessions[session.group_id].append(session)
    people = {person for _group, person in spells}
    marks = Attendance.objects.filter(session__group__in=groups, person__in=people)
    there = set(marks.values_list("session", "person"))
    return [
        _one(rows, sessions[group], {session for session, who in there if who == person})
        for (group, person), rows in spells.items()
    ]


def _one(rows: list[Membership | Mentoring], sessions: list[Session], there: set[UUID]) -> Participation:
    """The period is the person's own within the season; meetings before it or after it are not counted against them."""
    group, season, today = rows[0].group, rows[0].group.season, timezone.localdate()
    own = [
        one
        for one in sessions
        if one.pk in there or any(_covers(row, timezone.localtime(one.starts_at).date()) for row in rows)
    ]
    attended = [one for one in own if one.pk in there]
    ends = [row.ends_on or datetime.date.max for row in rows]
    first = max(min(row.starts_on for row in rows), season.starts_on)
    last = max(first, min(max(ends), season.closed_on or season.ends_on, today))
    return Participation(
        person=rows[0].person,
        group=group,
        leads=any(isinstance(row, Mentoring) for row in rows),
        first=first,
        last=last,
        attended=len(attended),
        held=len(own),
        minutes=sum(one.minutes for one in attended),
    )


def _covers(row: Membership | Mentoring, day: datetime.date) -> bool:
    return row.starts_on <= day and (row.ends_on is None or day < row.ends_on)
