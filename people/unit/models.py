"""The tree of units."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from core.names import list_key, sort_key
from core.records import Data, Ground, Record
from core.worded import worded

if TYPE_CHECKING:
    from people.user.models import User

BETWEEN = "00"  # two names in a sort key: before whatever goes on after a space


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
        if any(unit.name != unit.name_fi for unit in units):  # the stored order is that of the Finnish names
            units.sort(key=lambda unit: list_key(unit.name))
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
    """A unit of the organisation."""

    record = Record(
        data=Data.DIRECTORY,
        readers="everybody signed in",
        purpose="it is known who leads whom, and so who may see what",
        ground=Ground.EMPLOYMENT,
        until="HR removes it",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name_fi = models.CharField(_("name in Finnish"), max_length=150)
    name_sv = models.CharField(_("name in Swedish"), max_length=150, blank=True)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("part of")
    )
    is_open = models.BooleanField(_("in use"), default=True)  # a closed one is mailed nothing that a file brings
    sort_key = models.CharField(max_length=950, editable=False, db_index=True)  # its place, and all names for a search
    revision = models.PositiveIntegerField(default=0, db_default=0, editable=False)  # of HR’s form
    depth: int  # only after in_tree_order
    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ("sort_key", "pk")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the derived columns: the sort key, and the closure of the tree that queries stand on."""
        self.put_in_order()
        with transaction.atomic():
            super().save(*args, **kwargs)
            self._hang_below(self.parent)

    def put_in_order(self) -> None:
        """The Finnish name's place in a list, and the names as a search spells them; once where both are alike."""
        names = [self.name_fi, self.name_sv, self.name_en]
        keys = dict.fromkeys([list_key(self.name_fi), *(sort_key(name) for name in names if name)])
        self.sort_key = BETWEEN.join(keys)[:950]

    @property
    def name(self) -> str:
        """As the reader's language calls it; a name that it has only in another language is a name all the same."""
        return worded(self, "name").text

    def name_in(self, language: str) -> str:
        """The name for a paper in another language than the reader's."""
        return worded(self, "name", language).text

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

    Derived from ``Unit.parent``.
    """

    record = replace(Unit.record, readers="nobody directly", until="the unit is removed")

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="above")
    ancestor = models.ForeignKey(Unit, models.CASCADE, related_name="below")
    distance = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "ancestor"], name="ancestry_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} < {self.ancestor_id}"
