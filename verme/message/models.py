"""What the mentor writes to the group between the meetings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from verme.group.models import Group
from verme.newcomer.models import reads
from verme.text.models import Expectation, InGroup

if TYPE_CHECKING:
    from people.models import User


class GroupMessageQuerySet(models.QuerySet["GroupMessage"]):
    """Named sets of messages."""

    def readable_by(self, user: User) -> Self:
        """What has been sent, as `reads` says, and one's own draft."""
        return self.filter(reads(user, "group_id", "begun_at")).filter(Q(draft=False) | Q(by=user))

    def inside(self, user: User) -> Self:
        """All of the groups that the user is inside of, also those before a newcomer."""
        return self.filter(group__in=Group.objects.inside(user).values("pk"))

    def sent(self) -> Self:
        """Not what a mentor is still writing."""
        return self.filter(draft=False)


class GroupMessage(InGroup):
    """A message from a mentor to the live members. Their letter says only that there is one, and where."""

    record = replace(
        Expectation.record,
        readers="the live members and mentors; newcomers what was written after they came; a draft its writer alone",
        until="its writer removes it",
    )

    created_at = models.DateTimeField(default=timezone.now)
    draft = models.BooleanField(default=False)
    objects: GroupMessageQuerySet = GroupMessageQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        """The latest first."""

        ordering = ("-created_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["group", "by"], condition=Q(draft=True), name="message_draft_once")
        ]
        indexes = [models.Index(fields=["group", "created_at"], name="message_of_group")]

    def __str__(self) -> str:
        return f"message {self.pk}"
