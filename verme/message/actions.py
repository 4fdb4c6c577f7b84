"""Writing to the group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.outbox import send
from verme.group.models import everybody
from verme.models import GroupMessage

if TYPE_CHECKING:
    from uuid import UUID

    from people.models import User


def write(draft: GroupMessage, *, by: User, pk: UUID) -> GroupMessage:
    """Send what is in the draft as a message of its own, and tell everybody else in the group that there is one."""
    message = GroupMessage(pk=pk, group=draft.group)
    message.store(draft.text.open(by).strip(), by=by)
    draft.delete()
    for person in everybody(draft.group):
        if person != by:
            send("verme_message", to=person, group=draft.group_id)
    return message
