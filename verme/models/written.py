"""A sealed text with its version: what every text of Verme has that people write over time."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from core.sealed import SealedTextField

if TYPE_CHECKING:
    from people.models import User


class Written(models.Model):
    """A text that saves itself while it is written. The text (P3, P4) is encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = SealedTextField()
    version = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        """No table of its own."""

        abstract = True

    def write(self, text: str, *, by: User, version: int) -> bool:
        """Save what was begun from ``version``; False (and nothing saved) when another has saved meanwhile."""
        if version != self.version:
            return bool(self.text.open(by) == text)
        self.text, self.version, self.edited_at = text, version + 1, timezone.now()
        self.save()
        return True
