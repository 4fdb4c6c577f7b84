"""Which of one's conversations somebody has read, for the list of readers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from core import formats
from vatupassi.models import Conversation

if TYPE_CHECKING:
    from people.models import User


def days(user: User, ids: set[UUID]) -> dict[UUID, str]:
    """The day of each: two of them may have been read on the same day."""
    rows = Conversation.objects.of_party(user).filter(pk__in=ids)
    return {pk: formats.day(starts_at) for pk, starts_at in rows.values_list("pk", "starts_at")}
