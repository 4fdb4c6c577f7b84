"""Places in a workshop: signing up, leaving, moving up.

The agenda is locked by the caller (``Agenda.objects.for_update``): its places are given in turn, so that nobody is
ever accepted above its capacity.
"""

from __future__ import annotations

from django.utils import timezone

from core.outbox import send
from people.models import User
from workshops.models import Agenda, SignUp
from workshops.sign_up import calendar


class Closed(Exception):
    """Nobody signs up any more."""


def places_left(agenda: Agenda) -> int | None:
    """Places left; None where there is no limit."""
    if agenda.capacity is None:
        return None
    return max(0, agenda.capacity - agenda.sign_ups.placed().count())


def sign_up(agenda: Agenda, *, by: User) -> SignUp:
    """Onto the waiting list, and from there at once to a place if one is free for whoever is next. Twice is once."""
    mine = SignUp.objects.filter(agenda=agenda, person=by).first()
    if mine and mine.state != SignUp.State.WITHDRAWN:
        return mine
    if not agenda.takes_sign_ups_now:
        raise Closed
    mine = mine or SignUp(agenda=agenda, person=by)
    mine.at, mine.state = timezone.now(), SignUp.State.WAITLIST
    mine.save()
    move_up(agenda, told=mine)
    mine.refresh_from_db()
    if mine.state == SignUp.State.PLACED:
        send("workshop_place", to=by, agenda=agenda.pk)
    return mine


def move_up(agenda: Agenda, *, told: SignUp | None = None) -> None:
    """Free places go to those who have waited longest, each told in the same transaction; not after it has begun.

    ``told``: needs no letter.
    """
    if agenda.state != Agenda.State.PUBLISHED or agenda.begun_at or timezone.now() >= agenda.starts_at:
        return
    left = places_left(agenda)
    waiting = list(agenda.sign_ups.waiting().select_related("person"))
    lucky = waiting if left is None else waiting[:left]
    for one in lucky:
        one.state = SignUp.State.PLACED
        one.save(update_fields=["state"])
        if one != told:
            send("workshop_moved_up", to=one.person, agenda=agenda.pk)


def withdraw(agenda: Agenda, *, by: User) -> None:
    """Leave without a reason; the entry leaves the calendar, the next one moves up. Twice is once."""
    mine = agenda.sign_ups.filter(person=by).exclude(state=SignUp.State.WITHDRAWN).first()
    if mine is None:
        return
    had_place, mine.state = mine.state == SignUp.State.PLACED, SignUp.State.WITHDRAWN
    mine.save(update_fields=["state"])
    if had_place and agenda.state == Agenda.State.PUBLISHED and agenda.starts_at > timezone.now():
        send("workshop_left", to=by, agenda=agenda.pk, freed=calendar.cancel_entry(agenda))
    move_up(agenda)


def give_up_places(person: User, by: User) -> None:
    """Whoever's employment has ended gives up every place ahead: the next one moves up. Registered in apps.py."""
    ahead = Agenda.objects.filter(begun_at=None, starts_at__gt=timezone.now(), sign_ups__person=person)
    for pk in list(ahead.order_by("pk").values_list("pk", flat=True)):
        withdraw(Agenda.objects.for_update().get(pk=pk), by=person)


def tell_placed(agenda: Agenda, kind: str) -> None:
    """A letter with the calendar entry to everybody with a place."""
    for row in agenda.sign_ups.placed().select_related("person"):
        send(kind, to=row.person, agenda=agenda.pk)
