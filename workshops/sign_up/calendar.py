"""The calendar entry of a workshop: one uid, a sequence that grows when it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from core import ics
from workshops.models import Agenda

if TYPE_CHECKING:
    from people.models import User


def cancel_entry(agenda: Agenda) -> list[str | int]:
    """The workshop leaves one person's calendar, for the letter that takes it away. The caller has locked the agenda.

    The sequence grows by two: once for this letter, and once more, so that whoever comes again gets a newer entry.
    """
    gone = ics.Freed(_uid(agenda), _sequence(agenda) + 1, agenda.starts_at, _minutes(agenda))
    agenda.calendar_sequence += 2
    agenda.save(update_fields=["calendar_sequence"])
    return gone.kept()


def cancelled_entry(agenda: Agenda, kept: list[str | int], user: User) -> bytes:
    """The entry that goes, from what its letter keeps."""
    gone = ics.Freed.read(kept)
    return ics.event(
        uid=gone.uid,
        sequence=gone.sequence,
        method="CANCEL",
        start=gone.starts_at,
        minutes=gone.minutes,
        summary=agenda.title,
        place="",
        organizer=ics.Organizer(agenda.organised_by, settings.DEFAULT_FROM_EMAIL),
        attendee=user,
        language=agenda.language,
    )


def _uid(agenda: Agenda) -> str:
    return f"workshop-{agenda.pk}@varhainen-tuki"


def _sequence(agenda: Agenda) -> int:
    return agenda.calendar_sequence + agenda.version - 1  # its end moves with every change of the blocks


def _minutes(agenda: Agenda) -> int:
    end = max((slot.end for slot in agenda.slots()), default=agenda.starts_at)
    return int((end - agenda.starts_at).total_seconds() // 60)


def entry(agenda: Agenda, user: User) -> bytes:
    """For one person's calendar; a cancelled workshop takes its entry away. A hosted one is its host's entry."""
    if host := agenda.host_app:
        return host.entry(agenda, user)
    return ics.event(
        uid=_uid(agenda),
        sequence=_sequence(agenda),
        method="CANCEL" if agenda.state == Agenda.State.CANCELLED else "REQUEST",
        start=agenda.starts_at,
        minutes=_minutes(agenda),
        summary=agenda.title,
        place=agenda.place,
        organizer=ics.Organizer(agenda.organised_by, settings.DEFAULT_FROM_EMAIL),
        attendee=user,
        language=agenda.language,
    )
