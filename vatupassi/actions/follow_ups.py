"""Follow-ups: planning, what is said and marked in the sitting, finishing it.

Nothing here changes what both have confirmed. The time of the follow-up is part of the text only while the
conversation is still open.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from core.prepared import prepared
from vatupassi.actions import invitations
from vatupassi.models import Agreement, AgreementReview, BoardMark, Conversation, FollowUp, Locked, Note, Side

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from people.models import User
    from vatupassi.questions import Question


def planned(conversation: Conversation) -> FollowUp | None:
    """The follow-up ahead: there is at most one."""
    for follow_up in _planned(conversation):
        follow_up.conversation = conversation
        return follow_up
    return None


@prepared
def _planned(conversation: Conversation) -> QuerySet[FollowUp]:
    return conversation.follow_ups.filter(held_at=None)


def plan(conversation: Conversation, *, starts_at: datetime.datetime, minutes: int) -> FollowUp:
    """Set the time of the follow-up ahead, or move it. Both get it into their calendars; the same twice is nothing."""
    if conversation.is_over:
        raise Locked
    follow_up = planned(conversation)
    if follow_up and (follow_up.starts_at, follow_up.minutes) == (starts_at, minutes):
        return follow_up
    if follow_up is None:
        follow_up = FollowUp(conversation=conversation, number=conversation.follow_ups.count() + 1)
    follow_up.starts_at, follow_up.minutes = starts_at, minutes
    follow_up.save()
    _moved(conversation)
    invitations.tell_both(conversation, "follow_up_time", number=follow_up.number)
    return follow_up


def cancel(conversation: Conversation) -> None:
    """No follow-up after all. Both are told when it stood in their calendars ahead."""
    if conversation.is_over:
        raise Locked
    dropped = drop(conversation)
    if dropped is None:
        return
    _moved(conversation)
    if dropped:
        invitations.tell_both(conversation, "follow_up_cancelled", **dropped)


def drop(conversation: Conversation) -> dict[str, object] | None:
    """Take the follow-up ahead away, or finish it when something has been written or marked there already.

    Returns what a letter needs to cancel it in a calendar, since its row is gone then (empty when its time has
    passed), or None where there was no follow-up. The caller touches the conversation.
    """
    follow_up = planned(conversation)
    if follow_up is None:
        return None
    if is_begun(follow_up):
        follow_up.held_at = timezone.now()
        follow_up.save(update_fields=["held_at"])
    else:
        _notes_of(follow_up).delete()
        follow_up.conversation.forks.filter(slot__startswith=f"follow-up.{follow_up.number}.").delete()
        FollowUp.objects.filter(pk=follow_up.pk).delete()
    if follow_up.starts_at < timezone.now():
        return {}
    return {"number": follow_up.number, "starts_at": follow_up.starts_at.isoformat(), "minutes": follow_up.minutes}


def is_begun(follow_up: FollowUp) -> bool:
    """Whether anything has been written or marked in the sitting."""
    marks = follow_up.conversation.marks.filter(sitting=follow_up.number)
    return follow_up.reviews.exists() or marks.exists() or any(note.text for note in _notes_of(follow_up))


def _notes_of(follow_up: FollowUp) -> QuerySet[Note]:
    return follow_up.conversation.notes.filter(slot__startswith=f"follow-up.{follow_up.number}.")


def _moved(conversation: Conversation) -> None:
    """The time stands in the text as long as that is open."""
    conversation.touch(text=conversation.is_open, calendar_sequence=conversation.calendar_sequence + 1)


def review(follow_up: FollowUp, agreement: Agreement, *, outcome: str) -> None:
    """How an agreement stands at this sitting; it is the agreement's own outcome from now on."""
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
    agreement.save(update_fields=["outcome"])
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


def unmark(follow_up: FollowUp, question: Question, *, by: User) -> None:
    """Take one's own mark of this sitting back."""
    follow_up.require_open()
    conversation = follow_up.conversation
    side = conversation.side_of(by)
    if conversation.marks.filter(sitting=follow_up.number, side=side, question=question).delete()[0]:
        conversation.touch()


def hold(follow_up: FollowUp) -> bool:
    """Finish the sitting: from now on it is only read. False when it was finished already, by either party."""
    if not follow_up.is_open:
        return False
    follow_up.held_at = timezone.now()
    follow_up.save(update_fields=["held_at"])
    follow_up.conversation.touch()
    return True
