"""Which of one's conversations somebody has read, for the list of readers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from core import formats
from vatupassi.models import Conversation, Memo

if TYPE_CHECKING:
    from people.models import User


def conversation_days(user: User, ids: set[UUID]) -> dict[UUID, str]:
    """The day of each: two of them may have been read on the same day."""
    rows = Conversation.objects.of_party(user).filter(pk__in=ids).only("held_on", "starts_at")
    return {row.pk: formats.day(row.held_on or row.starts_at) for row in rows}


def memo_days(user: User, ids: set[UUID]) -> dict[UUID, str]:
    """The day of the conversation of each memo: an extract is of one version."""
    rows = Memo.objects.visible_to(user).filter(pk__in=ids).select_related("conversation")
    return {row.pk: formats.day(row.conversation.held_day) for row in rows.defer("content", "pdf")}
