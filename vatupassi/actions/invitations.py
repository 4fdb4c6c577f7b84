"""From invitation to an agreed time: start, accept, propose another time, decline, ask for another partner."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from core.outbox import send
from vatupassi.actions import follow_ups
from vatupassi.models import Conversation, Note, Occasion, Side

if TYPE_CHECKING:
    from people.models import User


def start(
    *,
    employee: User,
    supervisor: User,
    by: User,
    occasion: Occasion,
    starts_at: datetime.datetime,
    agreed: bool = False,
    **details: Any,
) -> Conversation:
    """A new conversation and the invitation to the other party.

    ``details`` are the model's own fields (minutes, place, video_link, memo_language, support_name, support_role).
    ``agreed`` is for a booked time, which needs no answer: then both get the time.
    """
    side = Side.EMPLOYEE if by == employee else Side.SUPERVISOR
    if "id" in details and Conversation.objects.filter(pk=details["id"]).exists():
        del details["id"]  # of another pair's: their conversation is not to be guessed from an error
    conversation = Conversation.objects.create(
        employee=employee,
        supervisor=supervisor,
        employee_name=employee.name,
        employee_title=employee.title,
        supervisor_name=supervisor.name,
        supervisor_title=supervisor.title,
        unit_name=employee.unit.name if employee.unit else "",
        started_by=side,
        awaiting="" if agreed else side.other,
        status=Conversation.Status.AGREED if agreed else Conversation.Status.INVITED,
        occasion=occasion,
        starts_at=starts_at,
        **details,
    )
    Note.objects.bulk_create(
        Note(conversation=conversation, slot=slot.code) for step in occasion.walk for slot in step.slots
    )
    if agreed:
        tell_both(conversation, "time_agreed")
    else:
        tell(conversation, side.other, "invitation")
    return conversation


def accept(conversation: Conversation, *, by: User) -> None:
    """The time suits. Only the party whose answer is awaited can say so; saying it twice changes nothing."""
    conversation.require_open()
    if conversation.awaiting == conversation.side_of(by):
        conversation.touch(status=Conversation.Status.AGREED, awaiting="")
        tell_both(conversation, "time_agreed")


def propose(
    conversation: Conversation, *, by: User, starts_at: datetime.datetime, minutes: int, place: str, video_link: str
) -> None:
    """Another time or place: the other party's answer is awaited."""
    conversation.require_open()
    side = conversation.side_of(by)
    assert side
    conversation.touch(
        starts_at=starts_at,
        minutes=minutes,
        place=place,
        video_link=video_link,
        status=Conversation.Status.INVITED,
        awaiting=side.other,
        calendar_sequence=conversation.calendar_sequence + 1,
    )
    tell(conversation, side.other, "new_time")


def decline(conversation: Conversation, *, by: User) -> None:
    """The conversation is not held. No reason is asked. Its draft texts go with the nightly deletion."""
    conversation.require_open()
    side = conversation.side_of(by)
    assert side
    dropped = follow_ups.drop(conversation)
    conversation.calendar_sequence += 1
    conversation.close(status=Conversation.Status.DECLINED)
    conversation.save(update_fields=["calendar_sequence"])
    tell(conversation, side.other, "declined")
    if dropped:
        tell_both(conversation, "follow_up_cancelled", **dropped)


class AlreadyWritten(Exception):
    """The two have written together: a new partner must not read it without the employee opening it."""


def change_partner(conversation: Conversation, *, to: User, by: User) -> None:
    """The employee asks for another partner, a deputy or the next level, before anything is written together.

    What was shared or marked for the former partner is not the new one's: the employee shares anew.
    Raises `AlreadyWritten` when notes, agreements, follow-ups, differing views or summaries exist.
    """
    conversation.require_open()
    assert by == conversation.employee
    made = (conversation.follow_ups, conversation.agreements, conversation.hand_overs)
    texts = [note.text for note in conversation.notes.all()]
    texts += [view.text for view in conversation.differing_views.all()]
    if any(rows.exists() for rows in made) or any(texts):
        raise AlreadyWritten
    former = conversation.supervisor
    conversation.marks.all().delete()
    conversation.forks.all().delete()
    conversation.openings.update(supervisor_opened_at=None)  # the former partner's yes is not the new one's
    conversation.touch(
        text=True,
        supervisor=to,
        supervisor_name=to.name,
        supervisor_title=to.title,
        ability_by_supervisor=False,
        nine_by_supervisor=False,
        status=Conversation.Status.INVITED,
        awaiting=Side.SUPERVISOR,
        calendar_sequence=conversation.calendar_sequence + 1,
    )
    tell(conversation, Side.SUPERVISOR, "invitation")
    if former:
        send("partner_changed", to=former, conversation=conversation.pk, was_at=conversation.starts_at.isoformat())


def tell(conversation: Conversation, side: str, kind: str, **ids: object) -> None:
    """One letter to one party. A supervisor who leads the employee no longer hears only that a time is cancelled."""
    person = conversation.person(side)
    if person and side == Side.SUPERVISOR and not conversation.supervisor_holds():
        kind = "follow_up_cancelled" if kind == "closed" and ids else kind
        if kind not in ("declined", "follow_up_cancelled"):
            return
    if person:
        send(kind, to=person, conversation=conversation.pk, **ids)


def tell_both(conversation: Conversation, kind: str, **ids: object) -> None:
    """One letter to each party."""
    for side in Side:
        tell(conversation, side, kind, **ids)
