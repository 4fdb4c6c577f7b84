"""What deletes the rows of workshops when they have outlived their period. Every clock starts on the day itself."""

from __future__ import annotations

import datetime

from core.retention import keeps
from workshops.models import Agenda, ForumMeeting, ForumRow, Presence, SignUp


@keeps("workshop_sign_ups", order=40)
def old_workshop_sign_ups(before: datetime.datetime) -> int:
    """Who had a place and who waited: of no use once it is over."""
    return SignUp.objects.filter(agenda__starts_at__lt=before).delete()[0]


@keeps("workshop_presence", order=41)
def old_workshop_presences(before: datetime.datetime) -> int:
    """Who was there."""
    return Presence.objects.filter(agenda__starts_at__lt=before).delete()[0]


@keeps("workshop", order=44)
def old_workshops(before: datetime.datetime) -> int:
    """Programmes with their blocks and files, also drafts that were never published."""
    return Agenda.objects.filter(starts_at__lt=before).delete()[0]


@keeps("forum_meeting", order=46)
def old_forum_meetings(before: datetime.datetime) -> int:
    """Meetings of forums with their agendas, and what has been done of their tables."""
    done = ForumRow.objects.filter(done_on__lt=before.date()).delete()[0]
    return done + ForumMeeting.objects.filter(starts_at__lt=before).delete()[0]
