"""The calendar entry of a workshop: one uid, a sequence that grows when it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

from core import ics
from workshops import hosts
from workshops.models import Agenda

if TYPE_CHECKING:
    from collections.abc import Iterable

    from people.models import User
    from workshops.models import ForumMeeting


class Organizer(NamedTuple):
    """The application invites."""

    name: str
    email: str


def forum_entry(meeting: ForumMeeting, user: User) -> bytes:
    """One meeting of a forum: as long as its matters take, half an hour while it has none."""
    minutes = sum(item.minutes for item in meeting.items.all()) or 30
    return ics.event(
        uid=f"forum-{meeting.pk}@varhainen-tuki",
        sequence=meeting.calendar_sequence,
        method="REQUEST",
        start=meeting.starts_at,
        minutes=minutes,
        summary=meeting.forum.name.text,
        place=meeting.place,
        organizer=Organizer(settings.EMPLOYER_NAME, ""),
        attendee=user,
        language=user.language,
    )


def forum_entries(meetings: Iterable[ForumMeeting], user: User) -> bytes:
    """All of them in one file."""
    return ics.together(forum_entry(meeting, user) for meeting in meetings)


def entry(agenda: Agenda, user: User) -> bytes:
    """For one person's calendar; a cancelled workshop takes its entry away. A hosted one is its host's entry."""
    if host := hosts.of(agenda):
        return host.entry(agenda, user)
    slots = agenda.slots()
    end = max((slot.end for slot in slots), default=agenda.starts_at)
    return ics.event(
        uid=f"workshop-{agenda.pk}@varhainen-tuki",
        sequence=agenda.calendar_sequence + agenda.version - 1,  # its end moves with every change of the blocks
        method="CANCEL" if agenda.state == Agenda.State.CANCELLED else "REQUEST",
        start=agenda.starts_at,
        minutes=int((end - agenda.starts_at).total_seconds() // 60),
        summary=agenda.title,
        place=agenda.place,
        organizer=Organizer(agenda.organised_by, settings.DEFAULT_FROM_EMAIL),
        attendee=user,
        language=agenda.language,
    )
