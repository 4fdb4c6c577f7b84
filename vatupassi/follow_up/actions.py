"""Follow-ups: planning, what is said and marked in the sitting, finishing it.

Nothing here changes what both have confirmed. The time of the follow-up is part of the text only while the
conversation is still open.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from core.outbox import send
from vatupassi.conversation.ending import last_day
from vatupassi.conversation.notifications import tell, tell_both
from vatupassi.follow_up.models import drop_planned, planned_follow_up
from vatupassi.models import Agreement, AgreementReview, BoardMark, Conversation, FollowUp, Locked, Outcome, Side

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from people.models import User
    from vatupassi.level.questions import Question


def plan(conversation: Conversation, *, starts_at: datetime.datetime, minutes: int) -> FollowUp:
    """Set the time of the follow-up ahead, or move it. Both get it into their calendars; the same twice is nothing."""
    if conversation.is_over:
        raise Locked
    follow_up = planned_follow_up(conversation)
    if follow_up and (follow_up.starts_at, follow_up.minutes) == (starts_at, minutes):
        return follow_up
    if follow_up is None:
        follow_up = FollowUp(conversation=conversation, number=conversation.follow_ups.count() + 1)
        follow_up.supervisor_knew = None if conversation.supervisor_holds() else []
    else:
        follow_up.supervisor_knew = conversation.known(
            follow_up.starts_at, follow_up.minutes, follow_up.supervisor_knew
        )
    follow_up.starts_at, follow_up.minutes = starts_at, minutes
    follow_up.save()
    _moved(conversation)
    tell_both(conversation, "follow_up_time", number=follow_up.number)
    return follow_up


def cancel(conversation: Conversation) -> None:
    """No follow-up after all. Both are told when it stood in their calendars ahead."""
    if conversation.is_over:
        raise Locked
    dropped = drop_planned(conversation)
    if dropped is None:
        return
    _moved(conversation)
    if dropped:
        tell_both(conversation, "follow_up_cancelled", **dropped)


def free_calendars(conversations: Iterable[UUID]) -> None:
    """Their follow-ups ahead leave the calendars of those who know of them: the conversations are about to be deleted.

    The letters hold what they need, since nothing of the conversation is left when they are sent.
    """
    ahead = FollowUp.objects.filter(conversation__in=conversations, held_at=None, starts_at__gt=timezone.now())
    for row in ahead.select_related("conversation__employee", "conversation__supervisor"):
        conversation = row.conversation
        uid, sequence = f"{conversation.pk}-{row.number}@varhainen-tuki", conversation.calendar_sequence + 1
        known = {Side.EMPLOYEE: None, Side.SUPERVISOR: row.supervisor_knew}
        for side, knew in known.items():
            if (person := conversation.person(side)) and knew != []:
                at, minutes = knew or (row.starts_at.isoformat(), row.minutes)
                send("follow_up_freed", to=person, of=str(person.pk), freed=[uid, sequence, at, minutes])


def _moved(conversation: Conversation) -> None:
    """The time stands in the text as long as that is open."""
    conversation.touch(text=conversation.is_open, calendar_sequence=conversation.calendar_sequence + 1)


def review(follow_up: FollowUp, agreement: Agreement, *, outcome: str, by: User) -> None:
    """How an agreement stands at this sitting; it is the agreement's own outcome from now on.

    Whether a supervisor's promise was kept is the employee's word alone, here as on the start page.
    """
    follow_up.require_open()
    row, new = AgreementReview.objects.get_or_create(
        follow_up=follow_up,
        agreement=agreement,
        defaults={"conversation": follow_up.conversation, "outcome": outcome},
    )
    if not new and row.outcome == outcome:
        return
    row.outcome = agreement.outcome = outcome
    row.save(update_fields=["outcome"])
    if follow_up.conversation.side_of(by) is Side.EMPLOYEE:  # as a tick on the start page
        said_at = "kept_at" if agreement.side == Side.SUPERVISOR else "done_at"
        at = (getattr(agreement, said_at) or timezone.now()) if outcome == Outcome.DONE else None
        setattr(agreement, said_at, at)
    agreement.save(update_fields=["outcome", "kept_at", "done_at"])
    follow_up.conversation.touch()


def mark(follow_up: FollowUp, question: Question, *, now: int | None, target: int | None, by: User) -> None:
    """One's mark on one level of this sitting.

    The employee's is shared by this very act. A supervisor's, on Tiedänkö and Osaanko alone, is unseen until then.
    """
    follow_up.require_open()
    conversation = follow_up.conversation
    side = conversation.side_of(by)
    if side is None or (side == Side.SUPERVISOR and not question.supervisor_marks):
        raise PermissionError("a supervisor marks only Tiedänkö and Osaanko")
    row, new = BoardMark.objects.get_or_create(
        conversation=conversation, sitting=follow_up.number, side=side, question=question
    )
    if not new and (row.now, row.target) == (now, target):
        return
    row.now, row.target = now, target
    row.version, row.marked_at = row.version + 1, timezone.now()
    row.save(update_fields=["now", "target", "version", "marked_at"])
    conversation.touch()


def unmark(follow_up: FollowUp, question: Question, *, by: User) -> bool:
    """Take one's own mark of this sitting back. False where there is none."""
    follow_up.require_open()
    conversation = follow_up.conversation
    side = conversation.side_of(by)
    was = conversation.marks.filter(sitting=follow_up.number, side=side, question=question).delete()[0] > 0
    if was:
        conversation.touch()
    return was


def hold(follow_up: FollowUp, *, by: User, now: datetime.datetime | None = None) -> bool:
    """Finish the sitting: from now on it is only read, unless the other party opens it again (`reopen`).

    False when it was finished already, by either party. ``now``: the moment of an ending of which this is a part.
    """
    if not follow_up.is_open:
        return False
    conversation = follow_up.conversation
    side = conversation.side_of(by)
    assert side
    follow_up.held_at, follow_up.held_by = now or timezone.now(), side.value
    follow_up.save(update_fields=["held_at", "held_by"])
    conversation.touch()
    if now is None:
        tell(conversation, side.other, "follow_up_finished", number=follow_up.number)
    return True


def may_reopen(follow_up: FollowUp, side: str) -> bool:
    """Whether this party may open a follow-up that the other has finished."""
    if follow_up.held_at is None or not side or follow_up.held_by in ("", side) or follow_up.conversation.is_over:
        return False
    return last_day(follow_up.held_at, follow_up.conversation.person(side)) >= timezone.localdate()


def reopen(follow_up: FollowUp, *, by: User) -> bool:
    """The other party goes on with the follow-up. One that has been planned since stays."""
    conversation = follow_up.conversation
    side = conversation.side_of(by)
    assert side
    if not may_reopen(follow_up, side):
        return False
    follow_up.held_at, follow_up.held_by = None, ""
    follow_up.save(update_fields=["held_at", "held_by"])
    conversation.touch()
    tell(conversation, side.other, "follow_up_opened_again", number=follow_up.number)
    return True
