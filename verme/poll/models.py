"""Choosing a time together: the mentor offers some, each one says which suit."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from verme.group.models import Group

if TYPE_CHECKING:
    from people.models import User


class PollQuerySet(models.QuerySet["Poll"]):
    """Named sets of polls."""

    def visible_to(self, user: User) -> Self:
        """Those inside the group."""
        return self.filter(group__in=Group.objects.inside(user).values("pk"))

    def led_by(self, user: User) -> Self:
        """Of groups that this mentor leads now."""
        return self.filter(group__in=Group.objects.led_by(user).values("pk"))

    def going_on(self) -> Self:
        """Nothing has been chosen yet."""
        return self.filter(closed_at=None)


class Poll(models.Model):
    """A group looks for a time that suits it."""

    record = replace(Group.record, readers="the live members and mentor", kept=("verme_texts",), until="")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="polls")
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    objects: PollQuerySet = PollQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest first."""

        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"poll {self.pk}"


class PollOption(models.Model):
    """One time and place."""

    record = Poll.record

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        """In order of time."""

        ordering = ("starts_at", "pk")

    def __str__(self) -> str:
        return f"option {self.pk}"


class PollVote(models.Model):
    """This time suits this person."""

    record = Poll.record

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    option = models.ForeignKey(PollOption, models.CASCADE, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        """Once."""

        constraints = [models.UniqueConstraint(fields=["option", "person"], name="poll_vote_once")]

    def __str__(self) -> str:
        return f"vote {self.pk}"
