"""What a season costs, and who pays: coffee and a lecturer usually HR, other things a department (domain.md E26)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.records import Data, Ground, Record
from people.models import Unit
from verme.group.models import Group
from verme.season.models import Season

if TYPE_CHECKING:
    from people.models import User


class CostQuerySet(models.QuerySet["Cost"]):
    """Named sets of costs."""

    def editable_by(self, user: User) -> Self:
        """HR, and nobody else sees them."""
        return self if user.is_hr and user.is_active else self.none()


class Cost(models.Model):
    """One thing paid for a season, or for one of its groups. Nobody's name belongs here."""

    record = Record(
        data=Data.PROCESS,
        readers="HR",
        purpose="HR knows what a season costs, and who pays",
        ground=Ground.EMPLOYMENT,
        kept=("verme_kooste",),
    )

    class PaidBy(models.TextChoices):
        """Whose money it is."""

        HR = "hr", _("HR")
        DEPARTMENT = "department", _("unit")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    season = models.ForeignKey(Season, models.CASCADE, related_name="costs")
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="costs")  # empty: all
    what = models.CharField(_("what"), max_length=120)
    euros = models.DecimalField(max_digits=8, decimal_places=2)
    paid_by = models.CharField(max_length=10, choices=PaidBy.choices)
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="+")  # the department
    created_at = models.DateTimeField(default=timezone.now)
    objects: CostQuerySet = CostQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """As they came, the latest first."""

        ordering = ("-created_at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(euros__gt=0), name="cost_is_something"),
            models.CheckConstraint(condition=Q(paid_by="department") | Q(unit=None), name="cost_of_hr_has_no_unit"),
        ]
        indexes = [models.Index(fields=["season", "created_at"], name="cost_of_season")]

    def __str__(self) -> str:
        return f"cost {self.pk}"

    def get_absolute_url(self) -> str:
        """Where it is changed."""
        return reverse("cost_edit", args=[self.pk])

    @property
    def payer(self) -> str:
        """HR, or which department. A department that is no longer in the register is one without a name."""
        return self.unit.name if self.unit else str(self.get_paid_by_display())
