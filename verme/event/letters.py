"""The letters of a season's joint events."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core import ics
from core.formats import clock, moment, short_day
from core.outbox import Attachment, Ids, Letter, begins, mail
from verme.calendar import entries as calendar
from verme.models import EventSignUp, SeasonEvent

if TYPE_CHECKING:
    from people.models import User


# What the letters are about, while it is the reader's to know


def _offered(user: User, ids: Ids) -> SeasonEvent:
    """An event to be held, to which the reader is invited."""
    return SeasonEvent.objects.offered_to(user).get(pk=ids["event"])


def _mine(user: User, ids: Ids, state: str, *, waits: bool) -> SeasonEvent:
    mine = EventSignUp.objects.of(user).filter(waits=waits, event__state=state)
    return mine.select_related("event").get(event=ids["event"]).event


def _with_place(user: User, ids: Ids) -> SeasonEvent:
    """An event to be held, in which the reader has a place."""
    return _mine(user, ids, SeasonEvent.State.OPEN, waits=False)


def _cancelled_for(user: User, ids: Ids) -> SeasonEvent:
    """A cancelled one, for whoever had a place."""
    return _mine(user, ids, SeasonEvent.State.CANCELLED, waits=False)


def _waited(user: User, ids: Ids) -> SeasonEvent:
    """A cancelled one, for whoever waited for a place."""
    return _mine(user, ids, SeasonEvent.State.CANCELLED, waits=True)


def _given_back(user: User, ids: Ids) -> tuple[SeasonEvent, list[list[str | int]]]:
    """The reader's own withdrawal is always theirs to know, with the time that they knew."""
    event = SeasonEvent.objects.get(pk=ids["event"])
    gone = ics.Freed.read(ids["freed"][0])
    event.starts_at, event.minutes, event.place = gone.starts_at, gone.minutes, ""
    return event, ids["freed"]


def _letter(event: SeasonEvent, subject: str, text: str, *attachments: Attachment) -> Letter:
    """One or two sentences about the event, which name it and its time, and a link to its page."""
    return Letter(
        subject=subject % {"when": f"{short_day(event.starts_at)} {clock(event.starts_at)}"},
        body=text % {"title": event.title, "time": moment(event.starts_at)},
        link=event.get_absolute_url(),
        attachments=list(attachments),
    )


def _entry(event: SeasonEvent, user: User) -> Attachment:
    return Attachment("verme.ics", calendar.event_entry(event, user), ics.TYPE)


@mail("verme_event_invited", about=_offered)
def _invited(user: User, event: SeasonEvent) -> Letter:
    text = _(
        "You are welcome to “%(title)s” %(time)s. On its page you find the programme and can sign up if you like. "
        "It is voluntary."
    )
    return _letter(event, _("Verme: invitation, %(when)s"), text)


@mail("verme_event_place", about=_with_place)
def _place(user: User, event: SeasonEvent) -> Letter:
    text = _(
        "You have signed up for “%(title)s” %(time)s. The calendar entry is attached; if the time or the place "
        "changes, it changes too."
    )
    return _letter(event, _("Verme: you have signed up, %(when)s"), text, _entry(event, user))


@mail("verme_event_left", about=_given_back)
def _left(user: User, given_back: tuple[SeasonEvent, list[list[str | int]]]) -> Letter:
    event, kept = given_back
    text = _("You have withdrawn from “%(title)s” %(time)s. The time is free in your calendar.")
    entries = [Attachment("verme.ics", one, ics.TYPE) for one in calendar.freed(kept, user, _("Verme"))]
    found = _letter(event, _("Verme: you have withdrawn, %(when)s"), text, *entries)
    return replace(found, link=reverse("verme"))  # its own page may be closed to whoever has withdrawn


@mail("verme_event_cancelled", about=_cancelled_for, starts=begins)
def _cancelled(user: User, event: SeasonEvent) -> Letter:
    text = _("“%(title)s” %(time)s is not held. The time is free in your calendar.")
    return _letter(event, _("Verme: the event is not held, %(when)s"), text, _entry(event, user))


@mail("verme_event_moved_up", about=_with_place)
def _moved_up(user: User, event: SeasonEvent) -> Letter:
    text = _(
        "A place has become free in “%(title)s” %(time)s, and it is yours. The calendar entry is attached. If it does "
        "not suit you any more, you can give the place to the next one without a reason."
    )
    return _letter(event, _("Verme: you have a place, %(when)s"), text, _entry(event, user))


@mail("verme_event_not_held", about=_waited)
def _not_held(user: User, event: SeasonEvent) -> Letter:
    text = _("“%(title)s” %(time)s is not held, so the waiting list has ended.")
    return _letter(event, _("Verme: the event is not held, %(when)s"), text)
