"""What an employee gives a new supervisor of all that they agreed on with the former one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vatupassi.models import Conversation, Opening
from vatupassi.opening.actions import open_to_supervisor

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from people.models import User


def give_agreed(ids: Iterable[UUID], *, to: User, by: User) -> int:
    """Let a new supervisor read what was agreed in each of these, and nothing else. How many they were."""
    rows = Conversation.objects.of_party(by).filter(pk__in=list(ids), employee=by)
    found = list(rows.for_update().select_related("employee", "supervisor").order_by("pk"))
    for conversation in found:
        open_to_supervisor(conversation, to=to, by=by, scope=Opening.Scope.AGREED)
    return len(found)
