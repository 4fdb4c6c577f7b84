"""Undoing what has just been shared: what was before stays in the session, its texts as the database holds them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from vatupassi.sharing import actions as act

if TYPE_CHECKING:
    from core.request import Request
    from vatupassi.models import Conversation

KEY = "sharing_undo"
SHOWN = datetime.timedelta(seconds=10)  # to whoever has shared
POSSIBLE = datetime.timedelta(minutes=10)  # a page without a script stays as it is


def remember(request: Request, conversation: Conversation, before: act.State, after: act.State) -> None:
    """What the next page offers to undo; nothing where nothing has changed."""
    if before == after:
        forget(request)
        return
    versions = {question: copy["version"] for question, copy in after.items()}
    request.session[KEY] = {
        "conversation": str(conversation.pk),
        "invitation": _invitation(conversation),
        "name": conversation.supervisor_name,
        "count": len(after),
        "at": timezone.now().isoformat(),
        "before": before,
        "after": versions,
    }


def _invitation(conversation: Conversation) -> str:
    """A new invitation, or another partner, takes sharing back: what was shared before is not put into it."""
    return f"{conversation.supervisor_id} {conversation.calendar_sequence}"


def forget(request: Request) -> None:
    """It has been undone, or something else has been shared."""
    request.session.pop(KEY, None)


@dataclass(frozen=True)
class Undo:
    """What the page that follows says, with its button."""

    conversation: UUID
    name: str
    count: int  # of items that are shared now


def offered(request: Request) -> Undo | None:
    """On the page that follows, for ten seconds."""
    kept = request.session.get(KEY)
    if not kept or timezone.now() - datetime.datetime.fromisoformat(kept["at"]) > SHOWN:
        return None
    return Undo(UUID(kept["conversation"]), kept["name"], kept["count"])


def undo(request: Request, conversation: Conversation) -> bool:
    """Make the copies what they were; False where that is too late or others have come. The conversation is locked.

    Raises `Locked` once both have confirmed the text.
    """
    conversation.require_open()
    kept = request.session.get(KEY)
    if not kept or kept["conversation"] != str(conversation.pk) or kept["invitation"] != _invitation(conversation):
        return False
    now = act.state_of(conversation)
    is_late = timezone.now() - datetime.datetime.fromisoformat(kept["at"]) > POSSIBLE
    if is_late or {question: copy["version"] for question, copy in now.items()} != kept["after"]:
        return False
    act.put_back(conversation, kept["before"], now)
    forget(request)
    return True
