"""One party cannot end for both: what one has ended, the other may open again for a while.

A conversation that one party ends is locked at once and `Status.ENDING`; it closes, and the retention clock starts,
when the other's time is over or when the other ends it too. A follow-up that one finishes can be opened again as long.

The time: fourteen days from the ending. Where the other has not signed in during them, fourteen days from their next
sign-in, at most sixty from the ending. Nobody is told of the other what follows from a sign-in: whoever has ended sees
the shortest and the longest time alone.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from people.models import SignIn
from vatupassi.conversation.notifications import tell
from vatupassi.follow_up.models import drop_planned
from vatupassi.models import Conversation, Side

if TYPE_CHECKING:
    from people.models import User

DAYS = datetime.timedelta(days=14)
LONGEST = datetime.timedelta(days=60)


def last_day(ended_at: datetime.datetime, other: User | None) -> datetime.date:
    """The last day on which the other party may open again what was ended at this moment."""
    day = timezone.localdate(ended_at)
    if other is None:
        return day + DAYS
    since = SignIn.objects.filter(user=other, at__gt=ended_at).order_by("at").values_list("at", flat=True).first()
    if since is None:
        return day + (DAYS if timezone.localdate() <= day + DAYS else LONGEST)
    seen = timezone.localdate(since)
    return day + DAYS if seen <= day + DAYS else min(seen + DAYS, day + LONGEST)


def end(conversation: Conversation, *, by: User, now: datetime.datetime | None = None) -> None:
    """End the conversation, confirmed or not: leaving it unconfirmed has no consequence. When both have, it closes."""
    side = conversation.side_of(by)
    assert side
    if conversation.is_ending and conversation.ended_by == side.other:
        finish(conversation)
    if conversation.is_over:
        return
    other = conversation.person(side.other)
    if other is None or not other.is_active or side.other not in conversation.readers():
        conversation.ended_by = side.value  # nobody is there who could open it again
        finish(conversation)
        return
    conversation.touch(
        status=Conversation.Status.ENDING,
        status_before=conversation.status,
        ended_by=side.value,
        ended_at=now or timezone.now(),
        held_on=conversation.held_day,
    )
    tell(conversation, side.other, "ending")


def may_open_again(conversation: Conversation, side: str) -> bool:
    """Whether this party may open what the other has ended."""
    if not conversation.is_ending or not side or conversation.ended_by == side or conversation.ended_at is None:
        return False
    return last_day(conversation.ended_at, conversation.person(side)) >= timezone.localdate()


def open_again(conversation: Conversation, *, by: User) -> bool:
    """The other party goes on: the conversation is what it was, and so is a follow-up that was finished with it."""
    side = conversation.side_of(by)
    assert side
    if not may_open_again(conversation, side):
        return False
    conversation.follow_ups.filter(held_at=conversation.ended_at).update(held_at=None, held_by="")
    conversation.touch(status=conversation.status_before, status_before="", ended_by="", ended_at=None)
    tell(conversation, side.other, "opened_again")
    return True


def finish(conversation: Conversation) -> None:
    """It closes: what was planned is cancelled, and both are told."""
    ender = Side(conversation.ended_by)
    conversation.held_on = conversation.held_day
    dropped = drop_planned(conversation) or {}
    if dropped:
        conversation.touch(calendar_sequence=conversation.calendar_sequence + 1)
    conversation.save(update_fields=["held_on"])
    conversation.close()
    tell(conversation, ender.other, "closed", **dropped)
    if dropped:
        tell(conversation, ender, "follow_up_cancelled", **dropped)


def is_due(conversation: Conversation) -> bool:
    """Whether nobody can open it again any more."""
    if not conversation.is_ending or conversation.ended_at is None:
        return False
    other = conversation.person(Side(conversation.ended_by).other)
    return other is None or not other.is_active or last_day(conversation.ended_at, other) < timezone.localdate()
