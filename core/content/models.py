"""Versions of the texts that HR words anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.records import Data, Ground, Record

if TYPE_CHECKING:
    from people.models import User


class ContentVersionQuerySet(models.QuerySet["ContentVersion"]):
    """Versions."""

    def editable_by(self, user: User) -> Self:
        """For HR."""
        return self if user.is_hr and user.is_active else self.none()

    def latest_texts(self) -> dict[str, Any]:
        """The texts in use, by group."""
        return dict(self.order_by("number").values_list("group", "texts"))  # of each group the last one stays


class ContentVersion(models.Model):
    """A group of texts as HR has worded it: what is not in it reads as it came with the application."""

    record = Record(
        data=Data.DIRECTORY,
        readers="the texts: everybody; who has written them: HR",
        purpose="the employer asks in its own words, and can go back to earlier ones",
        ground=Ground.EMPLOYMENT,
        until="never the texts; who has written them, when the person is removed",
    )

    group = models.CharField(max_length=40)
    number = models.PositiveIntegerField()  # 1, 2, … in its group; the last one is in use
    texts = models.JSONField(default=dict)  # code → language → words
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ContentVersionQuerySet.as_manager()

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="content_version_number")]
