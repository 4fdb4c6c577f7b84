"""What the mentor writes to the group between the meetings."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from verme.models.texts import InGroup


class GroupMessage(InGroup):
    """A message from a mentor to the live members. Their letter says only that there is one, and where.

    Seen by: the live members and mentors; a substitute what came after them. Lives: 6 months after the season, unless
    its writer takes it away sooner. The text (P3) is encrypted.
    """

    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The latest first."""

        ordering = ("-created_at", "pk")
        indexes = [models.Index(fields=["group", "created_at"], name="message_of_group")]

    def __str__(self) -> str:
        return f"message {self.pk}"
