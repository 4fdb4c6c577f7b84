"""Places in a workshop: signing up, leaving, moving up; and who was there.

The agenda is locked by the caller (``Agenda.objects.for_update``): its places are given in turn, so that nobody is
ever accepted above its capacity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from core.names import sort_key
from core.outbox import send
from workshops.models import Agenda, Presence, SignUp

if TYPE_CHECKING:
    from people.models import User


class Closed(Exception):
    """Nobody signs up any more."""


def free(agenda: Agenda) -> int | None:
    """Places left; None where there is no limit."""
    if agenda.capacity is None:
        return None
    return max(0, agenda.capacity - agenda.sign_ups.placed().count())


def sign_up(agenda: Agenda, *, by: User) -> SignUp:
    """A place if there is one, otherwise the waiting list. Sent twice it is once."""
    mine = SignUp.objects.filter(agenda=agenda, person=by).first()
    if mine and mine.state != SignUp.State.WITHDRAWN:
        return mine
    if not agenda.calls:
        raise Closed
    mine = mine or SignUp(agenda=agenda, person=by)
    mine.at, left = timezone.now(), free(agenda)
    mine.state = SignUp.State.WAITLIST if left == 0 else SignUp.State.PLACED
    mine.save()
    if mine.state == SignUp.State.PLACED:
        send("workshop_place", to=by, agenda=agenda.pk)
    return mine


def move_up(agenda: Agenda) -> list[SignUp]:
    """Free places go to those who have waited longest, each told in the same transaction; not after it has begun."""
    if agenda.state != Agenda.State.PUBLISHED or agenda.begun_at or timezone.now() >= agenda.starts_at:
        return []
    left = free(agenda)
    waiting = list(agenda.sign_ups.waiting().select_related("person"))
    lucky = waiting if left is None else waiting[:left]
    for one in lucky:
        one.state = SignUp.State.PLACED
        one.save(update_fields=["state"])
        send("workshop_moved_up", to=one.person, agenda=agenda.pk)
    return lucky


def withdraw(agenda: Agenda, *, by: User) -> None:
    """Leave without a reason; the next one moves up. Twice is once."""
    if agenda.sign_ups.filter(person=by).exclude(state=SignUp.State.WITHDRAWN).update(state=SignUp.State.WITHDRAWN):
        move_up(agenda)


def tell(agenda: Agenda, kind: str) -> None:
    """A letter with the calendar entry to everybody with a place."""
    for row in agenda.sign_ups.placed().select_related("person"):
        send(kind, to=row.person, agenda=agenda.pk)


def name_leader(agenda: Agenda, person: User) -> None:
    """Somebody leads the workshop from now on, and is told. Twice is once."""
    _row, new = agenda.facilitatings.get_or_create(person=person)
    if new:
        send("workshop_leader", to=person, agenda=agenda.pk)


def mark(agenda: Agenda, person: User, *, present: bool) -> None:
    """One tap: present or not."""
    if present:
        names = {"name": person.list_name, "sort_key": person.sort_key}
        Presence.objects.get_or_create(agenda=agenda, person=person, defaults=names)
    else:
        Presence.objects.filter(agenda=agenda, person=person).delete()


def add_guest(agenda: Agenda, *, last: str, first: str, organisation: str) -> None:
    """Somebody from outside, or who came without signing up. Twice is once."""
    name = f"{last} {first}".strip()
    values = {"sort_key": sort_key(name)[:190]}
    Presence.objects.get_or_create(agenda=agenda, person=None, name=name, organisation=organisation, defaults=values)
