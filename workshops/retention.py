"""What deletes the rows of workshops when they have outlived their period. An agenda's clock starts on its day.

Group works with a room go with it (rooms.retention).
"""

from __future__ import annotations

import datetime

from core.retention import keeps
from workshops.models import Agenda, ForumMeeting, ForumRow, GroupWork, Idea, Presence, SignUp


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


@keeps("room", order=61)
def unopened_group_works(before: datetime.datetime) -> int:
    """Prepared and never opened."""
    return GroupWork.objects.filter(room=None, created_at__lt=before).delete()[1].get("workshops.GroupWork", 0)


@keeps("room", order=62)
def old_ideas(before: datetime.datetime) -> int:
    """What groups sent to HR."""
    return Idea.objects.filter(created_at__lt=before).delete()[0]
