"""The letters of a season's joint events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.formats import clock, moment, short_day
from core.outbox import Attachment, Letter, mail
from verme import calendar
from verme.models import SeasonEvent

if TYPE_CHECKING:
    from people.models import User


def _event(ids: dict[str, Any]) -> SeasonEvent:
    return SeasonEvent.objects.get(pk=ids["event"])


def _letter(event: SeasonEvent, subject: str, text: str, *attachments: Attachment) -> Letter:
    """One or two sentences about the event, which name it and its time, and a link to its page."""
    return Letter(
        subject=subject % {"when": f"{short_day(event.starts_at)} {clock(event.starts_at)}"},
        body=text % {"title": event.title, "time": moment(event.starts_at)},
        link=event.get_absolute_url(),
        attachments=list(attachments),
    )


def _entry(event: SeasonEvent, user: User, *, withdrawn: bool = False) -> Attachment:
    return Attachment("verme.ics", calendar.event_entry(event, user, withdrawn=withdrawn), "text/calendar")


@mail("verme_event_invited")
def _invited(user: User, ids: dict[str, Any]) -> Letter:
    text = _(
        "You are welcome to “%(title)s” %(time)s. On its page you find the programme and can sign up if you like. "
        "It is voluntary."
    )
    return _letter(_event(ids), _("Verme: invitation, %(when)s"), text)


@mail("verme_event_place")
def _place(user: User, ids: dict[str, Any]) -> Letter:
    event = _event(ids)
    text = _(
        "You have signed up for “%(title)s” %(time)s. The calendar entry is attached; if the time or the place "
        "changes, it changes too."
    )
    return _letter(event, _("Verme: you have signed up, %(when)s"), text, _entry(event, user))


@mail("verme_event_left")
def _left(user: User, ids: dict[str, Any]) -> Letter:
    event = _event(ids)
    text = _("You have withdrawn from “%(title)s” %(time)s. The time is free in your calendar.")
    return _letter(event, _("Verme: you have withdrawn, %(when)s"), text, _entry(event, user, withdrawn=True))


@mail("verme_event_cancelled")
def _cancelled(user: User, ids: dict[str, Any]) -> Letter:
    event = _event(ids)
    text = _("“%(title)s” %(time)s is not held. The time is free in your calendar.")
    return _letter(event, _("Verme: the event is not held, %(when)s"), text, _entry(event, user))


@mail("verme_event_moved_up")
def _moved_up(user: User, ids: dict[str, Any]) -> Letter:
    event = _event(ids)
    text = _(
        "A place has become free in “%(title)s” %(time)s, and it is yours. The calendar entry is attached. If it does "
        "not suit you any more, you can give the place to the next one without a reason."
    )
    return _letter(event, _("Verme: you have a place, %(when)s"), text, _entry(event, user))


@mail("verme_event_not_held")
def _not_held(user: User, ids: dict[str, Any]) -> Letter:
    text = _("“%(title)s” %(time)s is not held, so the waiting list has ended.")
    return _letter(_event(ids), _("Verme: the event is not held, %(when)s"), text)
