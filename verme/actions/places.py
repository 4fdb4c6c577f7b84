"""Places in a season: signing up, leaving, moving up, composing and confirming groups.

The season is locked by the caller (``Season.objects.for_update``): all places of one season are given in turn, so that
no group ever holds more people than it has places.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from core.outbox import send
from verme.actions.sessions import settle
from verme.models import Group, Idea, Membership, Season, SignUp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from people.models import User


class Closed(Exception):
    """Nobody signs up any more, or the group has been confirmed meanwhile."""


class Full(Exception):
    """More people than places; ``over`` says how many in which groups."""

    def __init__(self, over: list[tuple[Group, int]]) -> None:
        super().__init__("more people than places")
        self.over = over


class Moved(Exception):
    """Somebody has signed up, left or been moved since the page was opened."""


class NoMentor(Exception):
    """A group is confirmed only with a mentor."""


class Small(Exception):
    """Fewer than the season's least number of members, and nobody has said that it is meant."""


def sign_up(season: Season, *, by: User, wish: Group | None) -> SignUp:
    """A place if there is one, otherwise the waiting list. Sent twice it is once.

    Whoever waits may change the wish and then waits anew; whoever has a place gives it back first, so that a changed
    wish never costs a place by accident.
    """
    mine = SignUp.objects.of(by).filter(season=season).first()
    same = mine and mine.state == SignUp.State.WAITLIST and mine.wish_id == (wish.pk if wish else None)
    if mine and (same or mine.state == SignUp.State.PLACED):
        return mine
    if not season.is_calling or (wish and wish.state != Group.State.FORMING):
        raise Closed
    mine = mine or SignUp(season=season, person=by)
    mine.wish, mine.at = wish, timezone.now()
    mine.state, mine.group = SignUp.State.WAITLIST, wish
    if free := next(iter(groups_with_room(season, wish)), None):
        mine.state, mine.group = SignUp.State.PLACED, free
    mine.save()
    return mine


def groups_with_room(season: Season, wish: Group | None = None) -> list[Group]:
    """Groups being formed with a place left, the emptiest first."""
    groups = season.groups.filter(state=Group.State.FORMING)
    if wish:
        groups = groups.filter(pk=wish.pk)
    return sorted((group for group in groups.with_counts() if group.free), key=lambda group: (group.placed, group.name))


def move_up(season: Season) -> list[SignUp]:
    """Free places go to those who have waited longest, each told in the same transaction."""
    moved = []
    room = {group.pk: group.free for group in groups_with_room(season)}
    for waiting in season.sign_ups.waiting().select_related("person"):
        places = [pk for pk in room if room[pk]]
        if not places:
            break
        found = waiting.group_id if waiting.group_id else max(places, key=lambda pk: room[pk])
        if not room.get(found):
            continue
        room[found] -= 1
        waiting.group_id, waiting.state = found, SignUp.State.PLACED
        waiting.save(update_fields=["group", "state"])
        send("verme_moved_up", to=waiting.person, season=season.pk)
        moved.append(waiting)
    return moved


def withdraw(season: Season, *, by: User) -> None:
    """Leave without a reason, before or after the groups have been confirmed. Twice is once.

    A place in a group being formed goes to the next one at once; into a confirmed group HR takes people by hand.
    """
    mine = SignUp.objects.of(by).filter(season=season).exclude(state=SignUp.State.WITHDRAWN).first()
    if mine:
        mine.state, mine.group = SignUp.State.WITHDRAWN, None
        mine.save(update_fields=["state", "group"])
    for membership in Membership.objects.filter(group__season=season, person=by, ends_on=None).select_related("group"):
        membership.end()
        for idea in Idea.objects.filter(group=membership.group, state=Idea.State.ASKED):
            settle(idea)  # perhaps only the one who leaves had not answered
        _tell_mentors(membership.group, "verme_member_left")
    move_up(season)


def _tell_mentors(group: Group, kind: str) -> None:
    for mentoring in group.mentorings.live().select_related("person"):
        send(kind, to=mentoring.person, group=group.pk)


@dataclass(frozen=True)
class Placement:
    """One choice on the composing page: where the sign-up was when the page was opened, and where it goes.

    "" is the waiting list, otherwise the id of a group.
    """

    sign_up: UUID
    was: str
    to: str


def compose(season: Season, placements: Iterable[Placement], *, by: User) -> int:
    """Move people between groups and the waiting list, all or nothing; returns how many moved.

    Raises `Moved` when a row is no longer where the page showed it, `Full` when a group would hold too many.
    """
    changes = {row.sign_up: row for row in placements if row.was != row.to}
    groups = {str(group.pk): group for group in season.groups.exclude(state=Group.State.ENDED)}
    rows = list(season.sign_ups.filter(pk__in=changes).exclude(state=SignUp.State.WITHDRAWN).select_related("person"))
    if len(rows) != len(changes):
        raise Moved
    for row in rows:
        change = changes[row.pk]
        if seat(row) != change.was or (change.to and change.to not in groups):
            raise Moved
        if change.was and not groups[change.was].state == Group.State.FORMING:
            raise Moved  # a member of a confirmed group leaves by themselves
    _check_room(season, groups, changes)
    for row in rows:
        target = groups.get(changes[row.pk].to)
        row.group = target or (row.wish if row.wish and row.wish.state == Group.State.FORMING else None)
        row.state = SignUp.State.PLACED if target else SignUp.State.WAITLIST
        row.save(update_fields=["group", "state"])
        if target and target.state == Group.State.CONFIRMED:
            join(target, row.person)
    return len(rows)


def seat(row: SignUp) -> str:
    """Where a sign-up is, as the composing page writes it."""
    return str(row.group_id) if row.state == SignUp.State.PLACED else ""


def _check_room(season: Season, groups: Mapping[str, Group], changes: Mapping[UUID, Placement]) -> None:
    placed = season.sign_ups.placed().exclude(pk__in=changes).values_list("group_id", flat=True)
    counts = Counter(str(pk) for pk in placed)
    counts.update(change.to for change in changes.values() if change.to)
    targets = {change.to for change in changes.values()}
    over = [(group, counts[pk]) for pk, group in groups.items() if pk in targets and counts[pk] > group.capacity]
    if over:
        raise Full(over)


def join(group: Group, person: User) -> None:
    """The person becomes a member today, and is told."""
    Membership.objects.get_or_create(group=group, person=person, ends_on=None)
    send("verme_group_confirmed", to=person, group=group.pk)


def confirm(group: Group, *, small: bool = False) -> None:
    """The group is as it is to be: those with a place become members; they and the mentors are told. Twice is once."""
    if group.state != Group.State.FORMING:
        return
    mentors = list(group.mentorings.live().select_related("person"))
    if not mentors:
        raise NoMentor
    placed = list(group.sign_ups.placed().select_related("person"))
    if not placed or (len(placed) < group.season.members_min and not small):
        raise Small
    group.state = Group.State.CONFIRMED
    group.save(update_fields=["state"])
    for row in placed:
        join(group, row.person)
    for mentoring in mentors:
        send("verme_group_confirmed", to=mentoring.person, group=group.pk)
    # whoever waits for this very group waits for any from now on
    group.sign_ups.waiting().update(group=None)
    move_up(group.season)


def open_call(season: Season) -> None:
    """Everybody may see the season and sign up."""
    if season.state == Season.State.DRAFT:
        season.state = Season.State.CALL
        season.save(update_fields=["state"])


def begin(season: Season) -> None:
    """The call is over. Those still on the waiting list are told that there was no place this time."""
    if season.state != Season.State.CALL:
        return
    season.state = Season.State.RUNNING
    season.save(update_fields=["state"])
    for row in season.sign_ups.waiting().select_related("person"):
        send("verme_no_place", to=row.person, season=season.pk)


def close(season: Season) -> None:
    """The season ends: groups are read until they are deleted, the retention clocks start. Twice is once."""
    if season.state == Season.State.CLOSED:
        return
    season.state, season.closed_on = Season.State.CLOSED, timezone.localdate()
    season.save(update_fields=["state", "closed_on"])
    season.groups.filter(Q(state=Group.State.CONFIRMED) | Q(state=Group.State.FORMING)).update(state=Group.State.ENDED)
