"""What deletes group works without a room, and ideas. Those with a room go with it (core.rooms.retention)."""

import datetime
from uuid import UUID

from core.retention import keeps
from workshops.models.tasks import GroupWork, Idea


@keeps("room", order=61)
def unopened_group_works(before: datetime.datetime) -> int:
    """Prepared and never opened."""
    return GroupWork.objects.filter(room=None, created_at__lt=before).delete()[1].get("workshops.GroupWork", 0)


@keeps("room", order=62)
def old_ideas(before: datetime.datetime) -> int:
    """What groups sent to HR."""
    return Idea.objects.filter(created_at__lt=before).delete()[0]


def purge(rooms: list[UUID]) -> int:
    """Of phones nothing stands in the lists, so there is nothing to delete with them."""
    return 0
