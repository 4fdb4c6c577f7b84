"""Agendas that a facilitator has saved to begin from again."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from people.models import User


class OwnTemplateQuerySet(models.QuerySet["OwnTemplate"]):
    """Named sets of own templates."""

    def visible_to(self, user: User) -> Self:
        """One's own."""
        return self.filter(owner=user)

    def editable_by(self, user: User) -> Self:
        """One's own."""
        return self.filter(owner=user)


class OwnTemplate(models.Model):
    """The blocks of an agenda, without day, people and files. Seen by: its owner. Lives: until its owner deletes it.

    Nothing encrypted. ``blocks`` are rows as `workshops.actions.blocks.plan_of` writes them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=2, default="fi")
    starts = models.TimeField(default=datetime.time(9))
    blocks = models.JSONField(default=list)
    saved_at = models.DateTimeField(default=timezone.now)
    objects: OwnTemplateQuerySet = OwnTemplateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """By name."""

        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="own_template_once")]

    def __str__(self) -> str:
        return self.name
