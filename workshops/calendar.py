"""The calendar entry of a workshop: one uid, a sequence that grows when it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

from core import ics
from workshops import hosts
from workshops.models import Agenda

if TYPE_CHECKING:
    from people.models import User


class Organizer(NamedTuple):
    """The application invites."""

    name: str
    email: str


def entry(agenda: Agenda, user: User) -> bytes:
    """For one person's calendar; a cancelled workshop takes its entry away. A hosted one is its host's entry."""
    if host := hosts.of(agenda):
        return host.entry(agenda, user)
    slots = agenda.slots()
    end = max((slot.end for slot in slots), default=agenda.starts_at)
    return ics.event(
        uid=f"workshop-{agenda.pk}@varhainen-tuki",
        sequence=agenda.calendar_sequence,
        method="CANCEL" if agenda.state == Agenda.State.CANCELLED else "REQUEST",
        start=agenda.starts_at,
        minutes=int((end - agenda.starts_at).total_seconds() // 60),
        summary=agenda.title,
        place=agenda.place,
        organizer=Organizer(agenda.organised_by, settings.DEFAULT_FROM_EMAIL),
        attendee=user,
        language=agenda.language,
    )
