"""Confirming the same text, each in their own sign-in; freezing the memo; reopening. Closing: `conversation.ending`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vatupassi.conversation.notifications import tell, tell_both
from vatupassi.memo.content import labels_of, memo_of
from vatupassi.memo.jobs import make_memo_pdf
from vatupassi.models import Confirmation, Conversation, Memo, Side

if TYPE_CHECKING:
    import datetime

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
    conversation.held_on = conversation.held_day  # what was read, also when the other confirms on another day
    _row, new = conversation.confirmations.get_or_create(text_revision=text_revision, side=side, defaults={"by": by})
    confirmed = conversation.confirmations.filter(text_revision=text_revision).count() == len(Side)
    if confirmed:
        freeze(conversation)
        conversation.touch(status=Conversation.Status.CONFIRMED, awaiting="", held_on=conversation.held_on)
        conversation.forget_versions()
        tell_both(conversation, "confirmed")
    elif new:
        conversation.touch(held_on=conversation.held_on)
        tell(conversation, side.other, "confirmation_waits")
    return confirmed


def freeze(conversation: Conversation) -> Memo:
    """The confirmed text as a memo of its own; its PDF is made by a job."""
    content = memo_of(conversation, opened=lambda text: text.open_as_system("freeze the memo"))
    openings = conversation.openings.live().whole().select_related("reader")
    names = conversation.names
    content.labels = labels_of(content.notes)
    content.readers = [*names.values(), *(opening.reader.name for opening in openings)]
    content.confirmations = [
        {"name": names[row.side], "at": row.at.isoformat()}
        for row in conversation.confirmations.filter(text_revision=conversation.text_revision)
    ]
    frozen = Memo.objects.create(
        conversation=conversation,
        number=conversation.memos.count() + 1,
        text_revision=conversation.text_revision,
        language=conversation.memo_language,
        content=content.dumps(),
    )
    make_memo_pdf.enqueue(str(frozen.pk))
    return frozen


def reopen(conversation: Conversation, *, by: User) -> None:
    """Open a confirmed text for changes. The confirmed version is kept; the new one asks both to confirm again."""
    if conversation.is_confirmed:
        side = conversation.side_of(by)
        assert side
        conversation.touch(text=True, status=Conversation.Status.AGREED)
        tell(conversation, side.other, "reopened")


def waiting_for(conversation: Conversation) -> list[str]:
    """The sides that have not confirmed the text as it stands."""
    done = confirmations_by_side(conversation)
    return [side.value for side in Side if side.value not in done]


def confirmations_by_side(conversation: Conversation) -> dict[str, Confirmation]:
    """The confirmations of the text as it stands, by side."""
    rows = conversation.confirmations.all()
    return {row.side: row for row in rows if row.text_revision == conversation.text_revision}


def earlier_confirmations(conversation: Conversation) -> dict[str, Confirmation]:
    """Each side's last confirmation of a text that has changed since."""
    rows = sorted(conversation.confirmations.all(), key=lambda row: row.text_revision)
    return {row.side: row for row in rows if row.text_revision < conversation.text_revision}


def signed(conversation: Conversation) -> list[tuple[str, datetime.datetime | None]]:
    """Who has confirmed the text as it stands and when; None: not yet."""
    done, names = confirmations_by_side(conversation), conversation.names
    return [(names[side], done[side].at if side in done else None) for side in Side]


def say_held(conversation: Conversation, day: datetime.date) -> None:
    """Either party says on which day it was held. It stands in the text, so that both confirm it."""
    conversation.require_open()
    if conversation.held_on != day:
        conversation.touch(text=True, held_on=day)
