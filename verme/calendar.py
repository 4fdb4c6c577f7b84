"""Calendar entries: one uid for each thing, a sequence that grows when it moves, neutral words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from core import ics
from verme.models import SeasonEvent, SeminarDay, Session

if TYPE_CHECKING:
    from people.models import User


class Organizer(NamedTuple):
    """The application invites."""

    name: str
    email: str


def entry(session: Session, user: User) -> bytes:
    """For one person's calendar; a cancelled session takes its entry away."""
    return ics.event(
        uid=f"verme-{session.pk}@varhainen-tuki",
        sequence=session.calendar_sequence,
        method="CANCEL" if session.state == Session.State.CANCELLED else "REQUEST",
        start=session.starts_at,
        minutes=session.minutes,
        summary=_("Verme"),
        place=session.place,
        organizer=Organizer(settings.EMPLOYER_NAME, settings.DEFAULT_FROM_EMAIL),
        attendee=user,
        language=user.language,
    )


def event_entry(event: SeasonEvent, user: User, *, withdrawn: bool = False) -> bytes:
    """A joint event; cancelled, or withdrawn from, its entry goes away."""
    gone = withdrawn or event.state == SeasonEvent.State.CANCELLED
    return ics.event(
        uid=f"verme-event-{event.pk}@varhainen-tuki",
        sequence=event.calendar_sequence,
        method="CANCEL" if gone else "REQUEST",
        start=event.starts_at,
        minutes=event.minutes,
        summary=_("Verme"),
        place=event.place,
        organizer=Organizer(settings.EMPLOYER_NAME, settings.DEFAULT_FROM_EMAIL),
        attendee=user,
        language=user.language,
    )


def seminar_entry(day: SeminarDay, user: User, *, withdrawn: bool = False) -> bytes:
    """One day of a seminar; for whoever stops, its entry goes away."""
    return ics.event(
        uid=f"verme-seminar-{day.pk}@varhainen-tuki",
        sequence=day.calendar_sequence,
        method="CANCEL" if withdrawn else "REQUEST",
        start=day.starts_at,
        minutes=day.minutes,
        summary=_("Training"),
        place=day.seminar.place,
        organizer=Organizer(settings.EMPLOYER_NAME, settings.DEFAULT_FROM_EMAIL),
        attendee=user,
        language=user.language,
    )
