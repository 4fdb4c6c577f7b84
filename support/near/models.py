"""The register of near-support people: kept by HR, shown to the people of their unit."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.records import Data, Ground, Record
from people.models import Ancestry, Unit

if TYPE_CHECKING:
    from people.models import User


class NearSupporterQuerySet(models.QuerySet["NearSupporter"]):
    """Named sets of near-support people."""

    def visible_to(self, user: User) -> Self:
        """HR sees all, others those of their own unit and of the units above it. Who has left is not shown."""
        shown = self.filter(person__is_active=True)
        if user.is_hr:
            return shown
        return shown.filter(Exists(Ancestry.objects.filter(unit=user.unit_id, ancestor=OuterRef("unit"))))

    def near(self, user: User) -> Self:
        """Whom this user may turn to: not themselves."""
        above = Ancestry.objects.filter(unit=user.unit_id, ancestor=OuterRef("unit"))
        return self.visible_to(user).filter(Exists(above)).exclude(person=user).select_related("person")

    def of(self, user: User) -> Self:
        """For what one is named oneself."""
        return self.filter(person=user)

    def editable_by(self, user: User) -> Self:
        """HR keeps them."""
        return self if user.is_hr else self.none()


class NearSupporter(models.Model):
    """Somebody in a unit to whom its people may turn. It gives them no access to anything."""

    record = Record(
        data=Data.DIRECTORY,
        readers="the people of the unit and of those below it, and HR",
        purpose="everybody finds a colleague to talk to",
        ground=Ground.WORK_SAFETY,
        until="HR removes it, or the person or the unit is removed",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    named_at = models.DateTimeField(default=timezone.now)
    objects: NearSupporterQuerySet = NearSupporterQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("named_at", "pk")
        constraints = [models.UniqueConstraint(fields=["person", "unit"], name="near_supporter_once")]

    def __str__(self) -> str:
        return f"near-support person {self.pk}"

    @property
    def dialled(self) -> str:
        """The number as a telephone takes it."""
        return re.sub(r"[^+0-9]", "", self.phone)
