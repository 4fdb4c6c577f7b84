"""Writing to the group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.outbox import send
from verme.actions.sessions import everybody
from verme.models import Group, GroupMessage

if TYPE_CHECKING:
    from uuid import UUID

    from people.models import User


def write(group: Group, text: str, *, by: User, pk: UUID) -> GroupMessage:
    """Keep the message and tell everybody else in the group that there is one."""
    message = GroupMessage(pk=pk, group=group)
    message.write(text, by=by, version=0)
    for person in everybody(group):
        if person != by:
            send("verme_message", to=person, group=group.pk)
    return message
