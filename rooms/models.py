"""Rooms and the phones in them."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone

from core.records import Data, Ground, Record
from core.retention import period
from rooms import codes

if TYPE_CHECKING:
    from people.models import User

CLOSES_AFTER = datetime.timedelta(hours=18)  # a room that nobody closes: a long day, and the night after it
MOST_PHONES = 1000


class RoomQuerySet(models.QuerySet["Room"]):
    """Named sets of rooms."""

    def visible_to(self, user: User) -> Self:
        """The owner's own."""
        return self.filter(owner=user)

    def editable_by(self, user: User) -> Self:
        """The owner's own, while the code is in force."""
        return self.visible_to(user).exclude(code=None)

    def present(self) -> Self:
        """Those whose phones and marks are still there: open, or closed a while ago."""
        return self.exclude(code=None)

    def open(self) -> Self:
        """Those that one can join and write in."""
        return self.present().filter(closed_at=None)


class Room(models.Model):
    """A live room. Holds no text."""

    record = Record(
        data=Data.PROCESS,
        readers="its owner; whoever has the code joins while it is open",
        purpose="people who are together answer and write with their phones, without signing in",
        ground=Ground.WORK_SAFETY,
        kept=("room_marks", "room"),  # its code, all of it
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=codes.LENGTH, null=True, unique=True)  # noqa: DJ001 (none, not empty: it is unique)
    kind = models.CharField(max_length=30)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    purge_on = models.DateTimeField(null=True)  # when the phones' part is deleted, as HR's period was at closing
    version = models.PositiveIntegerField(default=1)
    objects: RoomQuerySet = RoomQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        db_table = "core_room"  # rooms were a part of core
        indexes = [models.Index(fields=["closed_at"], name="rooms_closed")]

    def __str__(self) -> str:
        return f"room {self.pk}"

    @classmethod
    def begin(cls, kind: str, *, by: User) -> Room:
        """Open a room with a code that no other room has."""
        for _try in range(20):
            try:
                with transaction.atomic():
                    return cls.objects.create(kind=kind, owner=by, code=codes.make())
            except IntegrityError:
                continue
        raise RuntimeError("no free code was found")

    @property
    def is_open(self) -> bool:
        """Whether phones may join and write."""
        return self.closed_at is None and self.code is not None

    @property
    def spaced_code(self) -> str:
        """The code in two halves; empty when it is no more."""
        return codes.spaced(self.code) if self.code else ""

    def touch(self) -> None:
        """Something in the room has changed: all screens ask for it. In the caller's transaction."""
        Room.objects.filter(pk=self.pk).update(version=F("version") + 1)
        self.version += 1  # exact where the caller has locked the row

    def close(self) -> None:
        """Nobody writes any more; what is there stays to be read. The phones' part is deleted a day later."""
        if self.closed_at is None:
            self.closed_at = timezone.now()
            self.purge_on = period("room_marks").after(self.closed_at)
            self.save(update_fields=["closed_at", "purge_on"])
            self.touch()

    def reopen(self) -> None:
        """Open again, as long as the code is in force."""
        if self.code is not None and self.closed_at is not None:
            self.closed_at = self.purge_on = None
            self.opened_at = timezone.now()
            self.save(update_fields=["closed_at", "purge_on", "opened_at"])
            self.touch()


class Phone(models.Model):
    """A phone that has joined: the hash of a random number that only the phone has. No name, no time, no address."""

    record = replace(
        Room.record, data=Data.ANONYMOUS, readers="nobody; the owner sees how many there are", kept=("room_marks",)
    )

    hash = models.CharField(primary_key=True, max_length=64)
    room = models.ForeignKey(Room, models.CASCADE, related_name="phones")

    class Meta:
        db_table = "core_phone"

    def __str__(self) -> str:
        return "a phone"
