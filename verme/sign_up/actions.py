"""Places in a season: signing up, leaving, moving up.

The season is locked by the caller (``Season.objects.for_update``): all places of one season are given in turn, so that
no group ever holds more people than it has places. Until HR begins to compose, `move_up` alone gives them, from the
waiting list, where everybody begins; from then on `composing.actions.compose` alone, by HR's hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from core.outbox import send
from people.models import SupervisionLine
from verme.idea.actions import settle
from verme.models import Group, Idea, Membership, Season, SignUp
from verme.session.actions import taken_from

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from uuid import UUID

    from people.models import User


class Closed(Exception):
    """Nobody signs up any more, or the group has been confirmed meanwhile."""


def sign_up(season: Season, *, by: User, wish: Group | None) -> SignUp:
    """Onto the waiting list, and from there at once to a place if one is free for whoever is next. Twice is once.

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
    mine.save()
    move_up(season, told=mine)
    mine.refresh_from_db()
    return mine


def place_in_queue(mine: SignUp) -> int:
    """How many wait for the same group, or for any, until this one: a number alone, which names nobody."""
    same = SignUp.objects.filter(season=mine.season_id).waiting().filter(wish=mine.wish_id)
    return same.filter(Q(at__lt=mine.at) | Q(at=mine.at, pk__lte=mine.pk)).count()


def groups_with_room(season: Season) -> list[Group]:
    """Groups being formed with a place left."""
    return [group for group in season.groups.filter(state=Group.State.FORMING).with_counts() if group.free]


def move_up(season: Season, *, told: SignUp | None = None) -> None:
    """Free places go to those who have waited longest and whom they fit, each told in the same transaction.

    Nobody passes the queue, and from the moment HR composes nobody moves here at all. ``told``: needs no letter.
    """
    if season.composing:
        return
    groups = groups_with_room(season)
    leaders = who_leads(groups)
    for waiting in season.sign_ups.waiting().select_related("person"):
        groups = [group for group in groups if group.free]
        if not groups:
            break
        fitting = [group for group in groups if fits(waiting, group, leaders)]
        if not fitting:
            continue
        found = min(fitting, key=lambda group: (group.placed, group.sort_key))
        found.placed += 1
        waiting.group, waiting.state = found, SignUp.State.PLACED
        waiting.save(update_fields=["group", "state"])
        if waiting != told:
            send("verme_moved_up", to=waiting.person, season=season.pk)


def fits(waiting: SignUp, group: Group, leaders: AbstractSet[UUID]) -> bool:
    """Whether a place in this group is for this person, without HR's judgement.

    Whoever wishes a group has seen for whom it is and in which language. Whoever wishes any fits where the language is
    their own and the group is open to all, or for supervisors and they are one; the rest is for HR to place.
    """
    if waiting.wish_id:
        return waiting.wish_id == group.pk
    open_to = group.target == Group.Target.OTHER or (
        group.target == Group.Target.SUPERVISORS and waiting.person_id in leaders
    )
    return open_to and group.language == waiting.person.language


def who_leads(groups: list[Group]) -> AbstractSet[UUID]:
    """Who leads a unit today, if a group asks for it."""
    if all(group.target != Group.Target.SUPERVISORS for group in groups):
        return set()
    return set(SupervisionLine.objects.live().values_list("supervisor_id", flat=True))


def withdraw(season: Season, *, by: User) -> None:
    """Leave without a reason, before or after the groups have been confirmed. Twice is once.

    The place goes to the next one at once; from the moment HR composes, and in a confirmed group, HR gives it by hand.
    """
    mine = SignUp.objects.of(by).filter(season=season).exclude(state=SignUp.State.WITHDRAWN).first()
    if mine:
        mine.state, mine.group = SignUp.State.WITHDRAWN, None
        mine.save(update_fields=["state", "group"])
    for membership in Membership.objects.filter(group__season=season, person=by, ends_on=None).select_related(
        "group", "person"
    ):
        end_membership(membership)
    move_up(season)


def end_membership(membership: Membership, **moved: UUID) -> None:
    """Somebody is a member no more, and is told, as are the mentors. ``by``: who of HR has moved them."""
    group, person = membership.group, membership.person
    membership.end()
    send("verme_left", to=person, group=group.pk, freed=taken_from(group, person), **moved)
    for idea in Idea.objects.filter(group=group, state=Idea.State.ASKED):
        settle(idea)  # perhaps only the one who leaves had not answered
    _tell_mentors(group, "verme_member_left")


def _tell_mentors(group: Group, kind: str) -> None:
    for mentoring in group.mentorings.live().select_related("person"):
        send(kind, to=mentoring.person, group=group.pk)
