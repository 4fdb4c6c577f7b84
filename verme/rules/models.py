"""The ground rules in force, and who has accepted them."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.records import Data
from verme.text.models import Expectation, InGroup

if TYPE_CHECKING:
    pass


class GroundRules(InGroup):
    """One version of the ground rules; the newest is in force. A change asks everybody again."""

    record = replace(Expectation.record, readers="the live members and mentor")

    class Meta:
        """Numbered within the group."""

        ordering = ("-version",)
        constraints = [models.UniqueConstraint(fields=["group", "version"], name="ground_rules_version")]

    def __str__(self) -> str:
        return f"ground rules {self.version}"


class RuleAcceptance(models.Model):
    """Somebody accepts a version of the rules."""

    record = replace(GroundRules.record, data=Data.PROCESS, sealed=())

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rules = models.ForeignKey(GroundRules, models.CASCADE, related_name="acceptances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Once for each person."""

        constraints = [models.UniqueConstraint(fields=["rules", "person"], name="rules_accepted_once")]

    def __str__(self) -> str:
        return f"accepted {self.rules_id}"
