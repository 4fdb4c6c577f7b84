"""Whom somebody may talk with: their own team, whom else they lead, and their own line upwards."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.formats import date_only, day
from people.models import User
from vatupassi.models import Conversation, Side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from people.user.models import UserQuerySet

MOST = 12  # of a team under each other; a larger one is folded by its units
FOUND = 10  # by a search
SHORTEST = 3  # letters of a search


@dataclass(frozen=True)
class Partner:
    """Somebody to choose, and on which side the chooser is then."""

    person: User
    side: Side
    note: str = ""

    @property
    def value(self) -> str:
        """What the form sends."""
        return f"{self.side}:{self.person.pk}"

    @property
    def leads(self) -> bool:
        """Whether the partner is the supervisor."""
        return self.side == Side.EMPLOYEE


@dataclass(frozen=True)
class Partners:
    """Some of them under one heading; folded until it is opened."""

    label: str
    rows: list[Partner]
    is_folded: bool = False


def below(user: User) -> UserQuerySet:
    """Whom this user leads or stands in for, on every level."""
    return User.objects.visible_to(user).in_line_of(user).active()


def above(user: User) -> UserQuerySet:
    """Supervisors on each level upwards, and their deputies."""
    return User.objects.visible_to(user).partners_for(user)


def chosen(user: User, value: str) -> Partner | None:
    """The partner that a form or an address names, if this user may talk with them: by side and id, or by id alone."""
    side, _colon, pk = value.rpartition(":")
    try:
        sides, found = [Side(side)] if side else [Side.SUPERVISOR, Side.EMPLOYEE], UUID(pk)
    except ValueError:
        return None
    for one in sides:
        rows = below(user) if one == Side.SUPERVISOR else above(user)
        if person := rows.filter(pk=found).first():
            return Partner(person, one)
    return None


def shown(user: User) -> list[Partners]:
    """Without a search: the team first, then the own line upwards."""
    found = []
    if user.supervises:
        team = list(User.objects.visible_to(user).supervised_by(user).select_related("unit"))
        found += _team(user, team)
        known = {person.pk for person in team}
        stood_in_for = User.objects.visible_to(user).stood_in_for_by(user).select_related("unit")
        others = [person for person in stood_in_for[: MOST * 5] if person.pk not in known]
        found += _folded(_("I stand in for their supervisor"), _of_team(user, others))
    line = [Partner(person, Side.EMPLOYEE, person.title) for person in above(user)]
    nearest = user.supervisor
    own = [one for one in line if one.person == nearest]
    found += [Partners(_("My supervisor"), own)] if own else []
    return found + _folded(_("A deputy or the next level"), [one for one in line if one.person != nearest])


def _folded(label: str, rows: list[Partner]) -> list[Partners]:
    return [Partners(label, rows, is_folded=True)] if rows else []


def _team(user: User, team: list[User]) -> list[Partners]:
    rows = _of_team(user, team)
    if len(rows) <= MOST:
        return [Partners(_("My team"), rows)] if rows else []
    by_unit = sorted(rows, key=lambda one: one.person.unit.name if one.person.unit else "")
    groups = groupby(by_unit, lambda one: one.person.unit.name if one.person.unit else "")
    return [Partners(name, list(group), is_folded=True) for name, group in groups]


def search(user: User, text: str) -> list[Partners]:
    """By three letters or more, at most ten: whom one leads, and the own line upwards."""
    if len(text) < SHORTEST:
        return []
    named = Q()
    for word in text.split():
        named &= Q(last_name__icontains=word) | Q(first_name__icontains=word) | Q(calling_name__icontains=word)
    down = list(below(user).filter(named).select_related("unit")[:FOUND])
    up = list(above(user).filter(named)[: FOUND - len(down)])
    rows = _of_team(user, down) + [Partner(person, Side.EMPLOYEE, person.title) for person in up]
    return [Partners(_("Found"), rows)]


def _of_team(user: User, people: Iterable[User]) -> list[Partner]:
    """With the conversation ahead, or when the last one was: of those that this user holds."""
    people = list(people)
    known = meetings_with(user, people)
    several = len({person.unit_id for person in people}) > 1
    rows = []
    for person in people:
        notes = [person.unit.name] if several and person.unit else []
        ahead, held = known.get(person.pk, (None, None))
        if ahead:
            notes.append(coming_words(ahead))
        elif held:
            notes.append(_("last on %(day)s") % {"day": date_only(held)})
        rows.append(Partner(person, Side.SUPERVISOR, " · ".join(notes)))
    return rows


def coming_words(ahead: datetime.datetime) -> str:
    """What stands beside somebody with whom a conversation is coming."""
    return _("conversation %(day)s") % {"day": day(ahead)}


def meetings_with(user: User, people: list[User]) -> dict[UUID, tuple[datetime.datetime | None, datetime.date | None]]:
    """Person → the next conversation ahead, and the day of the last one held: of those that this user holds."""
    if not people:
        return {}
    rows = Conversation.objects.with_team_of(user).filter(employee__in=[person.pk for person in people])
    ahead = Min("starts_at", filter=Q(status__in=Conversation.WRITABLE, starts_at__gte=timezone.now()))
    held = Max("held_on", filter=Q(status__in=Conversation.HELD))
    found = rows.order_by().values("employee").annotate(ahead=ahead, held=held)
    return {row["employee"]: (row["ahead"], row["held"]) for row in found}
