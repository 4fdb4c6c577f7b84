"""What happens in a group VatuPassi. Each act locks the room first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from core.autosave import merged
from core.models import Room
from core.rooms.tokens import Token
from vatupassi.models.group import (
    BATCH,
    KIND,
    LEAST,
    MOST_AGREEMENTS,
    GroupAgreement,
    GroupDistribution,
    GroupMark,
    GroupNote,
    GroupSession,
)
from vatupassi.questions import Position, Question

if TYPE_CHECKING:
    import datetime

    from people.models import User


@transaction.atomic
def begin(title: str, *, by: User) -> GroupSession:
    """Open a room for a group."""
    return GroupSession.objects.create(title=title, owner=by, room=Room.begin(KIND, by=by))


def _lock(session: GroupSession) -> None:
    session.room = Room.objects.select_for_update().get(pk=session.room_id)
    session.refresh_from_db(fields=["revealed"])


@transaction.atomic
def mark(session: GroupSession, token: Token, values: dict[str, int | None]) -> bool:
    """One phone's marks, question → position; None takes a mark back. False when the room is closed."""
    _lock(session)
    if not session.room.is_open:
        return False
    for question, value in values.items():
        row, _new = GroupMark.objects.get_or_create(
            session=session, question=Question(question).value, phone=token.hashed(question)
        )
        if row.value != value:
            row.value = value
            row.save(update_fields=["value"])
            settle(session, question)
    session.room.touch()
    return True


def settle(session: GroupSession, question: str) -> None:
    """Renew what is shown of a level, if it may be: first from five marks up, then when five phones' marks differ.

    The number that counts is that of phones whose mark is another than the shown one, not that of changes: one phone
    that moves its mark to and fro gives nothing away. Hiding and revealing again renews nothing by itself.
    """
    if not session.revealed:
        return
    marks = list(GroupMark.objects.filter(session=session, question=question))
    values = [row.value for row in marks if row.value is not None]
    found = GroupDistribution.objects.filter(session=session, question=question).first()
    changed = [row for row in marks if row.value != row.shown]
    if len(values) < LEAST or (found is not None and len(changed) < BATCH):
        return
    found = found or GroupDistribution(session=session, question=question)
    found.counts = [values.count(value) for value in Position.values]
    found.save()
    for row in changed:
        row.shown = row.value
    GroupMark.objects.bulk_update(changed, ["shown"])


@transaction.atomic
def reveal(session: GroupSession, *, shown: bool) -> None:
    """Show the distributions to everybody in the room, or hide them."""
    _lock(session)
    session.revealed = shown
    session.save(update_fields=["revealed"])
    for question in Question:
        settle(session, question.value)
    session.room.touch()


@transaction.atomic
def write(session: GroupSession, slot: str, text: str, *, version: int) -> bool:
    """Save a note that was begun from ``version``. False when another page had saved meanwhile: both texts are kept."""
    _lock(session)
    note, _new = GroupNote.objects.get_or_create(session=session, slot=slot)
    saved = str(note.text.open(session.owner))
    if saved == text:
        return True
    met = note.version != version and bool(saved)
    note.text, note.version = (merged(saved, text) if met else text), note.version + 1
    note.save()
    session.room.touch()
    return not met


@transaction.atomic
def agree(session: GroupSession, *, text: str, who: str, due_on: datetime.date | None) -> None:
    """Write down an agreement; the same one twice is one."""
    _lock(session)
    rows = list(session.agreements.all())
    known = {(row.text.open(session.owner), row.who.open(session.owner), row.due_on) for row in rows}
    if (text, who, due_on) in known or len(rows) >= MOST_AGREEMENTS:
        return
    last = session.agreements.aggregate(last=Max("position"))["last"] or 0
    GroupAgreement.objects.create(session=session, text=text, who=who, due_on=due_on, position=last + 1)
    session.room.touch()
