"""Pages of a talk or a follow-up that are open, as their owners have wished it to be seen."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from vatupassi.conversation.models import Conversation, Side

if TYPE_CHECKING:
    from uuid import UUID

LIFE = datetime.timedelta(seconds=8)  # a page gives a sign every three and a half seconds
MOST_PAGES = 4  # of one person in a talk


class OpenPageQuerySet(models.QuerySet["OpenPage"]):
    """Named sets of pages."""

    def live(self) -> Self:
        """Those that have given a sign of life."""
        return self.filter(expires_at__gt=timezone.now())

    def over(self) -> Self:
        """Those that have not."""
        return self.filter(expires_at__lte=timezone.now())

    def where_to(self) -> Self:
        """First where somebody writes, then where somebody looks: a page behind another has no step."""
        return self.order_by("-slot", "-step", "page")


class OpenPage(models.Model):
    """One page of one party. Its row is gone seconds after it: nobody, later, sees when somebody was there.

    On PostgreSQL the table is unlogged: it is in no write-ahead log, no copy and no backup, and empty after a crash.
    """

    record = replace(
        Conversation.record,
        readers="the two parties, while both have the talk or the follow-up open and both want it",
        purpose="two who talk see that the other is there and where they write",
        kept=(),
        until="the page closes or its owner wishes; within a minute and a half",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # no sequence, which would be logged
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+")
    side = models.CharField(max_length=10, choices=Side.choices)
    sitting = models.PositiveSmallIntegerField(default=0)  # 0: the talk, n: its n-th follow-up
    page = models.UUIDField()  # a random number that the page has made
    step = models.CharField(max_length=40, blank=True)
    slot = models.CharField(max_length=80, blank=True)  # where they write
    expires_at = models.DateTimeField()
    objects: OpenPageQuerySet = OpenPageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One row for each page."""

        constraints = [models.UniqueConstraint(fields=["conversation", "side", "page"], name="open_page_once")]

    def __str__(self) -> str:
        return "an open page"

    @classmethod
    def sign(
        cls, conversation: Conversation, side: str, page: UUID, *, sitting: int, step: str, slot: str, begins: bool
    ) -> bool:
        """A sign of life; whether the page is there. Once it is over only one that ``begins`` is seen again."""
        mine = cls.objects.filter(conversation=conversation, side=side)
        now = {"sitting": sitting, "step": step, "slot": slot, "expires_at": timezone.now() + LIFE}
        if mine.live().filter(page=page).update(**now):
            return True
        if not begins:
            return False
        mine.over().delete()
        too_many = list(mine.order_by("-expires_at").values_list("pk", flat=True)[MOST_PAGES - 1 :])
        mine.filter(pk__in=too_many).delete()
        cls.objects.bulk_create(
            [cls(conversation=conversation, side=side, page=page, **now)],
            update_conflicts=True,
            unique_fields=["conversation", "side", "page"],
            update_fields=list(now),
        )
        return True

    @classmethod
    def leave(cls, conversation: Conversation, side: str) -> None:
        """From all pages of this party, the talk's and a follow-up's."""
        cls.objects.filter(conversation=conversation, side=side).delete()
