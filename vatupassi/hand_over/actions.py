"""The summary that goes with the employee to the next step: a supervisor may propose, the employee alone approves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from vatupassi.conversation.notifications import tell
from vatupassi.hand_over.paper import draw_hand_over
from vatupassi.memo.confirmation import Changed
from vatupassi.models import Conversation, HandOver, Side

if TYPE_CHECKING:
    from collections.abc import Callable

    from people.models import User


def propose(conversation: Conversation, *, to: str, parts: list[str], by: User) -> HandOver:
    """It waits until the employee approves, changes or leaves it. A newer one to the same place replaces it."""
    assert conversation.side_of(by) is Side.SUPERVISOR
    conversation.require_unrestricted()
    values = {"parts": parts, "text_revision": conversation.text_revision}
    hand_over, new = HandOver.objects.update_or_create(
        conversation=conversation, to=to, approved_at=None, defaults=values
    )
    if new:
        tell(conversation, Side.EMPLOYEE, "hand_over_proposed")
    return hand_over


def approve(
    conversation: Conversation,
    *,
    to: str,
    parts: list[str],
    text_revision: int,
    by: User,
    draw: Callable[[HandOver], bytes] = draw_hand_over,
) -> HandOver:
    """The employee approves these parts of this text; the PDF is made now and kept sealed. Twice is once.

    Raises `Changed` when the text is another than the one that the employee chose from.
    """
    assert conversation.side_of(by) is Side.EMPLOYEE
    conversation.require_unrestricted()
    if conversation.text_revision != text_revision:
        raise Changed
    same = HandOver.objects.filter(conversation=conversation, to=to, text_revision=text_revision)
    if (done := same.exclude(approved_at=None).first()) and done.parts == parts:
        return done
    hand_over = HandOver.objects.filter(conversation=conversation, to=to, approved_at=None).first()
    hand_over = hand_over or HandOver(to=to)
    hand_over.conversation = conversation
    hand_over.parts, hand_over.text_revision, hand_over.approved_at = parts, text_revision, timezone.now()
    hand_over.pdf = draw(hand_over)
    hand_over.save()
    tell(conversation, Side.SUPERVISOR, "hand_over_approved")
    return hand_over


def remove(hand_over: HandOver, *, by: User) -> None:
    """The employee removes a summary or leaves a suggestion; a supervisor takes back their own suggestion."""
    if hand_over.conversation.side_of(by) is Side.EMPLOYEE or hand_over.approved_at is None:
        hand_over.delete()
