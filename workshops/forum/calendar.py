"""A forum's meetings in a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import ics, organisation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from people.models import User
    from workshops.models import ForumMeeting


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
        organizer=ics.Organizer(organisation.current().name, ""),
        attendee=user,
        language=user.language,
    )


def forum_entries(meetings: Iterable[ForumMeeting], user: User) -> bytes:
    """All of them in one file."""
    return ics.together(forum_entry(meeting, user) for meeting in meetings)
