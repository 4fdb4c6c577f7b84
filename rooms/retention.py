"""What deletes rooms: the phones' part a day after closing, the rest with its owner's period."""

import datetime

from django.utils import timezone

from core.jobs import every_minute
from core.retention import dispose, keeps
from rooms.kinds import KINDS
from rooms.models import CLOSES_AFTER, Phone, Room


@keeps("room_marks", order=30, to_the_minute=True)
def room_marks(before: datetime.datetime) -> int:
    """Phones and what they marked, in rooms closed long enough ago. The code is free after it."""
    over = Room.objects.present().filter(closed_at__lt=before)
    count = 0
    for kind in over.order_by().values_list("kind", flat=True).distinct():
        rooms = list(over.filter(kind=kind).values_list("pk", flat=True))
        if kind in KINDS and (purge := KINDS[kind].purge):
            count += purge(rooms)
        count += Phone.objects.filter(room__in=rooms).delete()[0]
        count += Room.objects.filter(pk__in=rooms).update(code=None)
    return count


@keeps("room", order=60)
def old_rooms(before: datetime.datetime) -> int:
    """The whole room, with what was written and released in it."""
    return Room.objects.filter(closed_at__lt=before).delete()[1].get("rooms.Room", 0)


@every_minute
def tidy() -> None:
    """Close rooms that everybody has forgotten, and delete the phones' part to the minute rather than at night."""
    for room in Room.objects.open().filter(opened_at__lt=timezone.now() - CLOSES_AFTER):
        room.close()
    if Room.objects.present().filter(purge_on__lt=timezone.now()).exists():
        dispose(only="room_marks")
