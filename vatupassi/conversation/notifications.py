"""Who is told what of a conversation: what every subject sends goes through here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.outbox import send
from vatupassi.models import Conversation, Side

if TYPE_CHECKING:
    pass


def tell(conversation: Conversation, side: str, kind: str, **ids: object) -> None:
    """One letter to one party. A supervisor who leads the employee no longer hears only that a time is cancelled.

    Of a follow-up that they never knew they hear nothing, and of one moved since only the time that they knew.
    """
    person, knew = conversation.person(side), ids.pop("supervisor_knew", None)
    if person and side == Side.SUPERVISOR and not conversation.supervisor_holds():
        kind = "follow_up_cancelled" if kind == "closed" and ids else kind
        if kind not in ("declined", "follow_up_cancelled") or knew == []:
            return
        if isinstance(knew, list):
            ids |= {"starts_at": knew[0], "minutes": knew[1]}
    if person:
        send(kind, to=person, conversation=conversation.pk, **ids)


def tell_both(conversation: Conversation, kind: str, **ids: object) -> None:
    """One letter to each party."""
    for side in Side:
        tell(conversation, side, kind, **ids)


def only_read() -> str:
    """Beside a text that somebody writes while the conversation is restricted."""
    return _("Not saved: this conversation can only be read for now. Copy your text if you want to keep it.")
