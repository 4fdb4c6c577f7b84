"""Opening a conversation to somebody who is no party, and taking it back.

Both parties are always told who reads. The conversation is locked by the caller.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from core.jobs import nightly
from core.outbox import send
from vatupassi.conversation.notifications import tell, tell_both
from vatupassi.models import Conversation, Opening, Side

if TYPE_CHECKING:
    from people.models import User


def open_to_supervisor(conversation: Conversation, *, to: User, by: User, scope: str = Opening.Scope.WHOLE) -> Opening:
    """The employee opens the whole, or what was agreed alone, to a later supervisor, a deputy or the next level.

    Twice is once; what was agreed alone may become the whole.
    """
    assert by == conversation.employee
    conversation.require_unrestricted()
    opening, new = Opening.objects.live().get_or_create(
        conversation=conversation,
        reader=to,
        to=Opening.To.SUPERVISOR,
        defaults={"scope": scope, "employee_opened_at": timezone.now()},
    )
    if not new and (opening.scope, scope) == (Opening.Scope.AGREED, Opening.Scope.WHOLE):
        opening.scope, opening.employee_opened_at, new = scope, timezone.now(), True
        opening.save(update_fields=["scope", "employee_opened_at"])
    if new:
        _told(conversation, opening, by, reader="opened_to_you")
    return opening


def give_memo(conversation: Conversation, *, to: User, until: datetime.date, by: User) -> Opening:
    """The employee lets somebody whom they trust read the confirmed memo until a day; a second time moves the day.

    Nobody else is told, and nothing of the conversation changes.
    """
    assert by == conversation.employee
    opening, new = Opening.objects.live().get_or_create(
        conversation=conversation,
        reader=to,
        to=Opening.To.TRUSTED,
        defaults={"scope": Opening.Scope.MEMO, "employee_opened_at": timezone.now(), "until": until},
    )
    if opening.until != until:
        opening.until = until
        opening.save(update_fields=["until"])
    if new:
        send("opened_to_you", to=to, conversation=conversation.pk, opening=opening.pk)
    return opening


def open_to_hr(conversation: Conversation, *, to: User, scope: str, by: User) -> Opening:
    """To a named HR person: the employee's own part, or the whole, which opens when both parties have said so.

    The employee alone takes the own part; with the whole it opens to HR at once and the rest when the supervisor
    agrees. A supervisor can only offer the whole. Twice is once.
    """
    side = conversation.side_of(by)
    assert side
    conversation.require_unrestricted()
    hr = Opening.objects.live().filter(conversation=conversation, reader=to, to=Opening.To.HR)
    for lapsed in hr.select_related("reader"):
        if lapsed.is_lapsed:
            lapsed.ended_at = timezone.now()
            lapsed.save(update_fields=["ended_at"])
    opening, _new = Opening.objects.live().get_or_create(
        conversation=conversation, reader=to, to=Opening.To.HR, defaults={"scope": Opening.Scope.OWN}
    )
    before = _state(opening)
    if side is Side.EMPLOYEE:
        opening.scope = scope
        if scope == Opening.Scope.OWN:
            opening.supervisor_opened_at = None
    _say_yes(opening, side)
    return _changed(conversation, opening, by, before)


def agree(opening: Opening, *, by: User) -> Opening:
    """The party that had not yet opened the whole to HR does so. Twice is once."""
    conversation = opening.conversation
    side = conversation.side_of(by)
    assert side
    conversation.require_unrestricted()
    before = _state(opening)
    if opening.waits_for == side:
        if side is Side.EMPLOYEE:
            opening.scope = Opening.Scope.WHOLE
        _say_yes(opening, side)
    return _changed(conversation, opening, by, before)


def take_back(opening: Opening, *, by: User) -> None:
    """The employee ends the reading altogether; a supervisor takes back their own yes to the whole.

    The reader gets 404 at the next request; what the employee took to HR alone stays with HR until they take it back.
    """
    conversation = opening.conversation
    side = conversation.side_of(by)
    assert side
    before = _state(opening)
    if side is Side.SUPERVISOR and opening.supervisor_opened_at is None:
        return
    if side is Side.SUPERVISOR and opening.employee_opened_at:
        opening.supervisor_opened_at = None
        _changed(conversation, opening, by, before)
        return
    opening.ended_at = timezone.now()
    opening.save(update_fields=["ended_at"])
    if opening.to == Opening.To.TRUSTED:  # the other party has never heard of it
        send("opening_ended", to=opening.reader, conversation=conversation.pk)
        return
    conversation.renew()
    if before != "waiting":  # to leave a suggestion is no news
        tell(conversation, side.other, "readers_changed")
        send("opening_ended", to=opening.reader, conversation=conversation.pk)


@transaction.atomic
def end_out_of_line() -> None:
    """An opening to a supervisor ends with their line, by its date or by hand, and does not open again with another.

    The employee opened it to the supervisor of that time; if the line comes back, they are asked anew. Both parties and
    the reader are told.
    """
    for opening in Opening.objects.out_of_line().select_related("reader").order_by("conversation", "pk"):
        opening.conversation = Conversation.objects.for_update().get(pk=opening.conversation_id)
        opening.ended_at = timezone.now()
        opening.save(update_fields=["ended_at"])
        opening.conversation.renew()
        tell_both(opening.conversation, "readers_changed")
        send("opening_ended", to=opening.reader, conversation=opening.conversation_id)


@nightly(4, 10)
def end_by_date() -> None:
    """Lines end by their dates without anybody's act."""
    end_out_of_line()


def _say_yes(opening: Opening, side: Side) -> None:
    name = f"{side.value}_opened_at"
    if getattr(opening, name) is None:
        setattr(opening, name, timezone.now())


READS = {"": 0, "waiting": 0, "own": 1, "suggested": 1, "asked": 1, "whole": 2}


def _state(opening: Opening) -> str:
    """How far it has come: HR reads nothing of a new row and while a suggestion is "waiting", then the own part.

    With "suggested" the supervisor has offered the whole, with "asked" the employee has; "whole" is both.
    """
    if not opening.employee_opened_at:
        return "waiting" if opening.supervisor_opened_at else ""
    if opening.scope == Opening.Scope.OWN:
        return "suggested" if opening.supervisor_opened_at else "own"
    return "whole" if opening.supervisor_opened_at else "asked"


def _changed(conversation: Conversation, opening: Opening, by: User, before: str) -> Opening:
    """Save, and tell the other party and the reader what changed for them."""
    after = _state(opening)
    if after != before:
        opening.save(update_fields=["scope", "employee_opened_at", "supervisor_opened_at"])
        _told(conversation, opening, by, reader="opened_to_you" if READS[after] > READS[before] else "")
    return opening


def _told(conversation: Conversation, opening: Opening, by: User, *, reader: str) -> None:
    side = conversation.side_of(by)
    assert side
    conversation.renew()
    tell(conversation, side.other, "opening_waits" if opening.waits_for == side.other else "readers_changed")
    if reader:
        send(reader, to=opening.reader, conversation=conversation.pk, opening=opening.pk)
