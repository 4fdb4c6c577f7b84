"""Sharing an item into a conversation, taking it back, and the supervisor's own view.

The conversation is locked by the caller (``for_update``). Raises `Locked` once both have confirmed the text.
"""

from __future__ import annotations

import base64
import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from core.sealed import Ciphertext
from vatupassi.assessment.offers import differs
from vatupassi.level.questions import Question
from vatupassi.models import AssessmentItem, BoardMark, Conversation, Side

if TYPE_CHECKING:
    from people.models import User

State = dict[str, dict[str, Any]]  # question → the columns of a copy, its text as the database holds it


class NothingToShare(Exception):
    """The item is empty: a mark or a word comes first."""


def share(conversation: Conversation, item: AssessmentItem, *, with_note: bool, by: User) -> BoardMark:
    """Copy the employee's item into their conversation; anew when it has been copied before.

    The note is copied sealed. Sharing the same again changes nothing, so a double click asks for no new confirmation.
    """
    conversation.require_open()
    if conversation.side_of(by) != Side.EMPLOYEE or item.assessment.owner_id != by.pk:
        raise PermissionError("only the employee shares, and only their own")
    if not item.is_filled:
        raise NothingToShare
    with_note = with_note and bool(item.text)
    mark, new = BoardMark.objects.get_or_create(
        conversation=conversation, sitting=0, side=Side.EMPLOYEE, question=item.question
    )
    mark.conversation = conversation
    if not new and bool(mark.text) == with_note and not differs(item, mark, by):
        if mark.marked_at < item.assessment.started_at:  # the same as an earlier one said: now it is of this one
            mark.marked_at = timezone.now()
            mark.save(update_fields=["marked_at"])
        return mark
    mark.now, mark.target, mark.text = item.now, item.target, item.text if with_note else ""
    mark.version, mark.marked_at = mark.version + 1, timezone.now()
    mark.save()
    conversation.touch(text=True)
    return mark


def take_back(conversation: Conversation, question: Question, *, by: User) -> None:
    """Delete the shared copy; the assessment stays as it is."""
    conversation.require_open()
    if conversation.side_of(by) != Side.EMPLOYEE:
        raise PermissionError("only the employee takes back")
    deleted, _rows = conversation.marks.filter(sitting=0, side=Side.EMPLOYEE, question=question).delete()
    if deleted:
        conversation.touch(text=True)


def state_of(conversation: Conversation) -> State:
    """The employee's copies in a conversation, so that they can be put back."""
    marks = conversation.marks.filter(sitting=0, side=Side.EMPLOYEE)
    return {
        mark.question: {
            "pk": str(mark.pk),
            "now": mark.now,
            "target": mark.target,
            "text": base64.b64encode(mark.text.ciphertext()).decode() if mark.text else "",
            "version": mark.version,
            "marked_at": mark.marked_at.isoformat(),
        }
        for mark in marks
    }


def put_back(conversation: Conversation, before: State, now: State) -> None:
    """Make the employee's copies what they were ``before``; ``now`` is what they are.

    A copy that was taken back comes again as the same row, since its text opens nowhere else. Versions go on, since a
    page may have seen the newer one.
    """
    conversation.require_open()
    later = now.keys() - before.keys()
    conversation.marks.filter(sitting=0, side=Side.EMPLOYEE, question__in=later).delete()
    for question, copy in before.items():
        if copy == now.get(question):
            continue
        values = {
            "conversation": conversation,
            "sitting": 0,
            "side": Side.EMPLOYEE,
            "question": question,
            "now": copy["now"],
            "target": copy["target"],
            "text": Ciphertext(base64.b64decode(copy["text"])),
            "version": now.get(question, copy)["version"] + 1,
            "marked_at": datetime.datetime.fromisoformat(copy["marked_at"]),
        }
        BoardMark.objects.update_or_create(pk=UUID(copy["pk"]), defaults=values)
    conversation.touch(text=True)


def mark_of(conversation: Conversation, question: Question, side: Side) -> BoardMark:
    """What one of the two has marked and written of one question in the talk.

    The supervisor's is a view of their own: a mark on Tiedänkö and Osaanko, and how they could support. The employee
    sees it once they have shared the same item.
    """
    found = conversation.marks.filter(sitting=0, side=side, question=question).first()
    mark = found or BoardMark(conversation=conversation, side=side, question=question)
    mark.conversation = conversation
    return mark


def mark_level(mark: BoardMark, *, by: User, **marks: int | None) -> None:
    """One of the two marks their own place on a level, in the talk. The last one counts."""
    conversation = mark.conversation
    conversation.require_open()
    if conversation.side_of(by) != mark.side:
        raise PermissionError("each marks only their own")
    if mark.side == Side.SUPERVISOR and ("target" in marks or not Question(mark.question).supervisor_marks):
        raise PermissionError("a supervisor marks only Tiedänkö and Osaanko, and no target")
    changed = {name: value for name, value in marks.items() if getattr(mark, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(mark, name, value)
    mark.marked_at = timezone.now()
    mark.save()
    conversation.touch(text=True)
