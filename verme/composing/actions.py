"""Composing and confirming groups.

The season is locked by the caller (``Season.objects.for_update``), as in `sign_up.actions`. From HR's first save on
places are given here alone, by HR's hand.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from core.outbox import send
from verme.models import Group, Membership, Season, SignUp
from verme.newcomer.actions import introduce, require_another
from verme.session.actions import coming
from verme.sign_up.actions import end_membership

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from uuid import UUID

    from people.models import User


class Full(Exception):
    """More people than places; ``over`` says how many in which groups."""

    def __init__(self, over: list[tuple[Group, int]]) -> None:
        super().__init__("more people than places")
        self.over = over


class Moved(Exception):
    """Since the page was opened somebody has left or been moved, or a group has been confirmed.

    ``changed``: who, and where they are now; ``confirmed``: the groups out of or into which a move is now told.
    """

    def __init__(self, changed: list[tuple[User, Group | None, bool]], confirmed: Iterable[Group] = ()) -> None:
        super().__init__("moved meanwhile")
        self.changed = changed  # the person, the group where the place is, and whether they still take part
        self.confirmed = list(confirmed)


class NoMentor(Exception):
    """A group is confirmed only with a mentor."""


class Small(Exception):
    """Fewer than the season's least number of members, and nobody has said that it is meant."""


def begin_composing(season: Season) -> None:
    """From now on nobody moves without HR. Twice is once."""
    if not season.composing:
        season.composing = True
        season.save(update_fields=["composing"])


@dataclass(frozen=True)
class Placement:
    """One choice on the composing page: where the sign-up was when the page was opened, and where it goes.

    "" is the waiting list, otherwise the id of a group.
    """

    sign_up: UUID
    was: str
    to: str


def compose(season: Season, placements: Iterable[Placement], *, by: User, forming: Collection[str] = ()) -> int:
    """Move people between groups and the waiting list, all or nothing; returns how many moved.

    Raises `Moved` when anybody of the page is no longer where it showed them, or a group that it showed as being
    formed (``forming``: their ids) is confirmed and would change; `Full` when a group would hold too many, `Oneself`
    when whoever places is among those placed. Whoever leaves a confirmed group is told.
    """
    seen = {row.sign_up: row for row in placements}
    groups = {str(group.pk): group for group in season.groups.exclude(state=Group.State.ENDED)}
    here = {row.pk: row for row in season.sign_ups.there().filter(pk__in=seen).select_related("person", "group")}
    _check_seen(season, seen, here)
    changes = {pk: row for pk, row in seen.items() if row.was != row.to}
    touched = {pk for change in changes.values() for pk in (change.was, change.to) if pk in forming}
    if confirmed := [groups[pk] for pk in touched & groups.keys() if groups[pk].state != Group.State.FORMING]:
        raise Moved([], sorted(confirmed, key=lambda group: group.sort_key))
    rows = [row for pk, row in here.items() if pk in changes]
    for row in rows:
        require_another(row.person, by=by)
        change = changes[row.pk]
        if (change.to and change.to not in groups) or (change.was and change.was not in groups):
            raise Moved([(row.person, row.group, True)])
    _check_room(season, groups, changes)
    if rows:
        begin_composing(season)
    for row in rows:
        left = groups.get(changes[row.pk].was)
        if left and left.state == Group.State.CONFIRMED:
            for membership in left.memberships.filter(person=row.person, ends_on=None):
                membership.group, membership.person = left, row.person
                end_membership(membership, by=by.pk)
        target = groups.get(changes[row.pk].to)
        row.group = target or (row.wish if row.wish and row.wish.state == Group.State.FORMING else None)
        row.state = SignUp.State.PLACED if target else SignUp.State.WAITLIST
        row.save(update_fields=["group", "state"])
        if target and target.state == Group.State.CONFIRMED:
            join(target, row.person, by=by)
    return len(rows)


def _check_seen(season: Season, seen: Mapping[UUID, Placement], here: Mapping[UUID, SignUp]) -> None:
    """Two people of HR: the later one sees what the earlier one has done before anything of theirs is saved."""
    away = season.sign_ups.filter(pk__in=seen.keys() - here.keys()).select_related("person")
    changed: list[tuple[User, Group | None, bool]] = [(row.person, None, False) for row in away]
    for pk, row in here.items():
        if seat(row) != seen[pk].was:
            changed.append((row.person, row.group if row.state == SignUp.State.PLACED else None, True))
    if changed or len(here) != len(seen):
        raise Moved(changed)


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


def join(group: Group, person: User, *, by: User) -> None:
    """The person comes into a group that is going on, and is told; so are those inside."""
    came_at = timezone.now()
    if Membership.objects.get_or_create(group=group, person=person, ends_on=None, defaults={"came_at": came_at})[1]:
        send("verme_group_confirmed", to=person, group=group.pk, coming=coming(group))
        introduce(group, person, by=by, kind="verme_member_joined")


def confirm(group: Group, *, small: bool = False) -> None:
    """The group is as it is to be: those with a place become members; they and the mentors are told. Twice is once.

    Nobody moves anywhere: the other groups are as HR left them.
    """
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
        Membership.objects.get_or_create(group=group, person=row.person, ends_on=None)
        send("verme_group_confirmed", to=row.person, group=group.pk)
    for mentoring in mentors:
        send("verme_group_confirmed", to=mentoring.person, group=group.pk)
    begin_composing(group.season)
    # whoever waits for this very group waits for any from now on: HR sees the wish
    group.sign_ups.waiting().update(group=None)
