"""Confirming the same text, each in their own sign-in; freezing the memo; reopening; closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.prepared import prepared
from vatupassi import jobs, memo
from vatupassi.actions import follow_ups
from vatupassi.actions.invitations import tell, tell_both
from vatupassi.models import Confirmation, Conversation, Memo, Side

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from people.models import User


class Changed(Exception):
    """The text has changed after the page that the user read: they must read it again."""


def confirm(conversation: Conversation, *, by: User, text_revision: int) -> bool:
    """This party's yes to this revision of the text. Returns whether both have now confirmed.

    A double click confirms once; both at the same moment are taken in turn by the lock. Raises `Changed` when the
    text is another than the one that was read.
    """
    if conversation.is_confirmed and conversation.text_revision == text_revision:
        return True
    conversation.require_open()
    side = conversation.side_of(by)
    assert side
    if conversation.text_revision != text_revision:
        raise Changed
    _row, new = Confirmation.objects.get_or_create(
        conversation=conversation, text_revision=text_revision, side=side, defaults={"by": by}
    )
    confirmed = conversation.confirmations.filter(text_revision=text_revision).count() == len(Side)
    if confirmed:
        freeze(conversation)
        conversation.touch(status=Conversation.Status.CONFIRMED, awaiting="")
        tell_both(conversation, "confirmed")
    elif new:
        conversation.touch()
        tell(conversation, side.other, "confirmation_waits")
    return confirmed


def freeze(conversation: Conversation) -> Memo:
    """The confirmed text as a memo of its own; its PDF is made by a job."""
    content = memo.of(conversation, opened=lambda text: text.open_as_system("freeze the memo"))
    openings = conversation.openings.live().whole().select_related("reader")
    content.readers = [conversation.name_of(side) for side in Side] + [opening.reader.name for opening in openings]
    content.confirmations = [
        {"name": conversation.name_of(row.side), "at": row.at.isoformat()}
        for row in conversation.confirmations.filter(text_revision=conversation.text_revision)
    ]
    frozen = Memo.objects.create(
        conversation=conversation,
        number=conversation.memos.count() + 1,
        text_revision=conversation.text_revision,
        language=conversation.memo_language,
        content=content.dumps(),
    )
    jobs.make_memo_pdf.enqueue(str(frozen.pk))
    return frozen


def reopen(conversation: Conversation, *, by: User) -> None:
    """Open a confirmed text for changes. The confirmed version is kept; the new one asks both to confirm again."""
    if conversation.is_confirmed:
        side = conversation.side_of(by)
        assert side
        conversation.touch(text=True, status=Conversation.Status.AGREED)
        tell(conversation, side.other, "reopened")


def end(conversation: Conversation, *, by: User) -> None:
    """Close the conversation, confirmed or not: leaving it unconfirmed has no consequence."""
    if conversation.is_over:
        return
    side = conversation.side_of(by)
    assert side
    dropped = follow_ups.drop(conversation) or {}
    if dropped:
        conversation.touch(calendar_sequence=conversation.calendar_sequence + 1)
    conversation.close()
    tell(conversation, side.other, "closed", **dropped)
    if dropped:
        tell(conversation, side, "follow_up_cancelled", **dropped)


def waiting_for(conversation: Conversation) -> list[str]:
    """The sides that have not confirmed the text as it stands."""
    done = given(conversation)
    return [side.value for side in Side if side.value not in done]


@prepared
def _confirmations(conversation: Conversation) -> QuerySet[Confirmation]:
    return conversation.confirmations.all()


def given(conversation: Conversation) -> dict[str, Confirmation]:
    """The confirmations of the text as it stands, by side."""
    return {row.side: row for row in _confirmations(conversation) if row.text_revision == conversation.text_revision}
