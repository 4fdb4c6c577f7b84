"""What happens around a joint event: inviting, signing up, withdrawing, moving, cancelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.outbox import send
from people.models import User
from verme import agendas
from verme.models import EventSignUp, Membership, Mentor, Mentoring, SeasonEvent

if TYPE_CHECKING:
    import datetime


class Full(Exception):
    """Every place is taken."""


def concerned(event: SeasonEvent) -> list[User]:
    """Those who are invited, by name: as `verme.models.events.concerns` says of one person."""
    ids = set(Mentoring.objects.live().filter(group__season=event.season_id).values_list("person", flat=True))
    if event.kind == SeasonEvent.Kind.CLOSING:
        ids |= set(Membership.objects.live().filter(group__season=event.season_id).values_list("person", flat=True))
    else:
        ids |= set(Mentor.objects.available().values_list("person", flat=True))
    return list(User.objects.active().filter(pk__in=ids))


def plan(event: SeasonEvent, *, by: User) -> None:
    """A new event, with a programme from the template: a draft."""
    event.save()
    agendas.of_event(event, by=by)


def invite(event: SeasonEvent) -> int:
    """Open the sign-up and tell those whom it concerns; returns how many. Twice is once."""
    if event.state != SeasonEvent.State.DRAFT:
        return 0
    event.state = SeasonEvent.State.OPEN
    event.save(update_fields=["state"])
    agendas.of_event(event)
    people = concerned(event)
    for person in people:
        send("verme_event_invited", to=person, event=event.pk)
    return len(people)


def _tell(event: SeasonEvent, kind: str) -> None:
    for sign_up in event.sign_ups.select_related("person"):
        send(kind, to=sign_up.person, event=event.pk)


def change(event: SeasonEvent, *, moved: bool) -> None:
    """Save an event; a new time or place updates the calendar entries of those who come."""
    if moved:
        event.calendar_sequence += 1
    event.save()
    agendas.of_event(event)
    if moved and event.state == SeasonEvent.State.OPEN:
        _tell(event, "verme_event_place")


def cancel(event: SeasonEvent) -> None:
    """The event is not held. Twice is once."""
    if event.state == SeasonEvent.State.CANCELLED:
        return
    event.state = SeasonEvent.State.CANCELLED
    event.calendar_sequence += 1
    event.save(update_fields=["state", "calendar_sequence"])
    agendas.of_event(event)
    _tell(event, "verme_event_cancelled")


def join(event: SeasonEvent, *, by: User) -> None:
    """A place, while there is one; the caller has locked the event. Sent twice it is once."""
    if event.sign_ups.filter(person=by).exists():
        return
    if event.capacity is not None and event.sign_ups.count() >= event.capacity:
        raise Full
    EventSignUp.objects.create(event=event, person=by)
    send("verme_event_place", to=by, event=event.pk)


def leave(event: SeasonEvent, *, by: User) -> None:
    """Withdraw without a reason; the entry leaves the calendar. Twice is once."""
    if event.sign_ups.filter(person=by).delete()[0]:
        event.calendar_sequence += 1  # whoever signs up again gets a newer entry than the one that was taken away
        event.save(update_fields=["calendar_sequence"])
        send("verme_event_left", to=by, event=event.pk)


def duration(first: datetime.time, last: datetime.time) -> int:
    """Minutes from one time of a day to another."""
    return (last.hour - first.hour) * 60 + last.minute - first.minute
