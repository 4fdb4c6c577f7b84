"""The tree of units and the lines of supervision with their dates."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.names import sort_key

if TYPE_CHECKING:
    from people.models.users import User


class UnitQuerySet(models.QuerySet["Unit"]):
    """Named sets of units."""

    def visible_to(self, user: User) -> Self:
        """The organisation's structure is no secret inside the organisation (class P1)."""
        return self if user.is_active else self.none()

    def editable_by(self, user: User) -> Self:
        """HR and the system administrator keep the structure."""
        return self if user.keeps_register else self.none()

    def in_tree_order(self) -> list[Unit]:
        """Each unit after the one it is part of, with ``depth`` (0 at the top), in alphabetical order. One query.

        A unit whose upper unit is not in the set stands at the top.
        """
        units: list[Unit] = list(self)
        known, below = {unit.pk for unit in units}, dict[uuid.UUID | None, list[Unit]]()
        for unit in units:
            below.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
        found: list[Unit] = []
        waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
        while waiting:
            unit, unit.depth = waiting.pop()  # the next one and how deep it lies
            found.append(unit)
            waiting += [(child, unit.depth + 1) for child in reversed(below.get(unit.pk, []))]
        return found


class Unit(models.Model):
    """A unit of the organisation. Seen by: everybody signed in. Lives: until HR removes it. Nothing encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=150)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("part of")
    )
    sort_key = models.CharField(max_length=190, editable=False, db_index=True)
    depth: int  # only after in_tree_order
    objects = UnitQuerySet.as_manager()

    class Meta:
        """Units in alphabetical order."""

        ordering = ("sort_key", "pk")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the derived columns: the sort key, and the closure of the tree that queries stand on."""
        self.sort_key = sort_key(self.name)[:190]
        with transaction.atomic():
            super().save(*args, **kwargs)
            self._hang_below(self.parent)

    def clean(self) -> None:
        """A unit cannot be part of itself or of something below it."""
        if self.parent_id and Ancestry.objects.filter(unit=self.parent_id, ancestor=self.pk).exists():
            raise ValidationError({"parent": _("A unit cannot be part of itself. Choose another unit.")})

    def _hang_below(self, parent: Unit | None) -> None:
        """Rewrite the ancestry of this unit and of all below it."""
        subtree = list(Ancestry.objects.filter(ancestor=self).values_list("unit", "distance")) or [(self.pk, 0)]
        above = list(Ancestry.objects.filter(unit=parent).values_list("ancestor", "distance")) if parent else []
        units = [unit for unit, _distance in subtree]
        Ancestry.objects.filter(unit__in=units).exclude(ancestor__in=units).delete()
        rows = [Ancestry(unit_id=self.pk, ancestor_id=self.pk, distance=0)]
        rows += [
            Ancestry(unit_id=unit, ancestor_id=ancestor, distance=down + up + 1)
            for unit, down in subtree
            for ancestor, up in above
        ]
        Ancestry.objects.bulk_create(rows, ignore_conflicts=True)


class Ancestry(models.Model):
    """The closure of the tree: one row for each unit and each unit above it, itself included at distance 0.

    Derived from ``Unit.parent``. Seen by: nobody as such. Lives: as the units.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="above")
    ancestor = models.ForeignKey(Unit, models.CASCADE, related_name="below")
    distance = models.PositiveSmallIntegerField()

    class Meta:
        """Each pair once."""

        constraints = [models.UniqueConstraint(fields=["unit", "ancestor"], name="ancestry_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} < {self.ancestor_id}"


class SupervisionLineQuerySet(models.QuerySet["SupervisionLine"]):
    """Named sets of supervision lines."""

    def live(self, on: datetime.date | None = None) -> Self:
        """Lines in force on a day, today by default; the last day is included."""
        day = on or timezone.localdate()
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def visible_to(self, user: User) -> Self:
        """Who supervises what is no secret inside the organisation (class P1)."""
        return self if user.is_active else self.none()

    def editable_by(self, user: User) -> Self:
        """HR and the system administrator keep the lines, but nobody edits a line that makes them a supervisor."""
        return self.exclude(supervisor=user) if user.keeps_register else self.none()


class SupervisionLine(models.Model):
    """Somebody leads a unit, as its supervisor or as a deputy, from a day to a day.

    Access to conversations follows these rows: when a line ends, access ends with the next request.
    Seen by: everybody signed in. Lives: with the unit. Nothing encrypted.
    """

    class Kind(models.TextChoices):
        """A unit has one supervisor at a time and any number of deputies."""

        SUPERVISOR = "supervisor", _("supervisor")
        DEPUTY = "deputy", _("deputy")

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="lines", verbose_name=_("unit"))
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    kind = models.CharField(_("role"), max_length=10, choices=Kind.choices, default=Kind.SUPERVISOR)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    objects = SupervisionLineQuerySet.as_manager()

    class Meta:
        """A line does not end before it starts."""

        ordering = ("-starts_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="line_ends_after_start"
            )
        ]
        indexes = [
            models.Index(fields=["supervisor", "starts_on"], name="line_supervisor"),
            models.Index(fields=["unit", "kind"], name="line_unit_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.supervisor_id} {self.unit_id}"

    def clean(self) -> None:
        """One supervisor at a time in a unit."""
        if self.ends_on and self.starts_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day is before the first. Give a later day.")})
        if self.kind != self.Kind.SUPERVISOR or not self.unit_id or not self.starts_on:
            return
        others = SupervisionLine.objects.filter(unit=self.unit_id, kind=self.Kind.SUPERVISOR).exclude(pk=self.pk)
        overlap = others.filter(Q(ends_on=None) | Q(ends_on__gte=self.starts_on))
        if self.ends_on:
            overlap = overlap.filter(starts_on__lte=self.ends_on)
        if overlap.exists():
            raise ValidationError(
                {"starts_on": _("The unit has a supervisor at that time. End the earlier line first.")}
            )

    @property
    def is_live(self) -> bool:
        """In force today."""
        day = timezone.localdate()
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)
