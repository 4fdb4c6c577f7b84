"""What happens around a joint event: inviting, signing up, withdrawing, moving, cancelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.outbox import send
from people.models import User
from verme.agenda import hosted as agendas
from verme.calendar import entries as calendar
from verme.models import EventSignUp, Membership, Mentor, Mentoring, SeasonEvent

if TYPE_CHECKING:
    import datetime


def concerned(event: SeasonEvent) -> list[User]:
    """Those who are invited, by name: as `verme.event.models.concerns` says of one person."""
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
    for sign_up in event.sign_ups.placed().select_related("person"):
        send(kind, to=sign_up.person, event=event.pk)


def change(event: SeasonEvent, *, moved: bool) -> None:
    """Save an event; a new time or place updates the calendar entries of those who come, more places are given out."""
    if moved:
        event.calendar_sequence += 1
    event.save()
    agendas.of_event(event)
    if moved and event.state == SeasonEvent.State.OPEN:
        _tell(event, "verme_event_place")
    move_up(event)


def cancel(event: SeasonEvent) -> None:
    """The event is not held. Twice is once."""
    if event.state == SeasonEvent.State.CANCELLED:
        return
    event.state = SeasonEvent.State.CANCELLED
    event.calendar_sequence += 1
    event.save(update_fields=["state", "calendar_sequence"])
    agendas.of_event(event)
    _tell(event, "verme_event_cancelled")
    for sign_up in event.sign_ups.waiting().select_related("person"):
        send("verme_event_not_held", to=sign_up.person, event=event.pk)


def join(event: SeasonEvent, *, by: User) -> EventSignUp:
    """Onto the waiting list, and from there at once to a place if one is free for whoever is next. Twice is once.

    The caller has locked the event.
    """
    mine = event.sign_ups.filter(person=by).first()
    if mine is None:
        mine = EventSignUp.objects.create(event=event, person=by, waits=True)
        move_up(event, told=mine)
        mine.refresh_from_db()
        if not mine.waits:
            send("verme_event_place", to=by, event=event.pk)
    return mine


def free(event: SeasonEvent) -> int | None:
    """Places left; None: for all who want."""
    return None if event.capacity is None else max(0, event.capacity - event.sign_ups.placed().count())


def leave(event: SeasonEvent, *, by: User) -> None:
    """Withdraw without a reason; the entry leaves the calendar, the place goes to the next one. Twice is once."""
    mine = event.sign_ups.filter(person=by).first()
    if mine is None:
        return
    mine.delete()
    if not mine.waits:
        gone = calendar.take_away(SeasonEvent.objects.filter(pk=event.pk))
        send("verme_event_left", to=by, event=event.pk, freed=gone)
    move_up(event)


def move_up(event: SeasonEvent, *, told: EventSignUp | None = None) -> None:
    """Free places go to those who have waited longest, while the event is ahead; each is told in the same transaction.

    Whom the event does not concern any more, since they have left the season, keeps waiting in vain: they may withdraw.
    ``told``: needs no letter.
    """
    if not event.is_open or not event.sign_ups.waiting().exists():
        return
    waiting = event.sign_ups.waiting().filter(person__in=concerned(event)).select_related("person")
    for row in waiting[: free(event)]:
        row.waits = False
        row.save(update_fields=["waits"])
        if row != told:
            send("verme_event_moved_up", to=row.person, event=event.pk)


def duration(first: datetime.time, last: datetime.time) -> int:
    """Minutes from one time of a day to another."""
    return (last.hour - first.hour) * 60 + last.minute - first.minute
