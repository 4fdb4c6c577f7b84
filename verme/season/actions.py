"""A season's life: its call, its beginning and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from core.outbox import send
from verme.models import Group, Poll, Season, Session
from verme.session.actions import cancel

if TYPE_CHECKING:
    pass


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
    """The season ends: groups are read until they are deleted, the retention clocks start. Twice is once.

    Meetings ahead are not held: everybody who has one in the calendar is told, and no time is chosen any more.
    """
    if season.state == Season.State.CLOSED:
        return
    for session in Session.objects.coming().filter(group__season=season).select_related("group").for_update():
        cancel(session)
    Poll.objects.going_on().filter(group__season=season).update(closed_at=timezone.now())
    season.state, season.closed_on = Season.State.CLOSED, timezone.localdate()
    season.save(update_fields=["state", "closed_on"])
    season.groups.filter(Q(state=Group.State.CONFIRMED) | Q(state=Group.State.FORMING)).update(state=Group.State.ENDED)
