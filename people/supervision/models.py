"""Who leads a unit, and who led a person before."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.records import Data, Ground, Record
from people.unit.models import Unit

if TYPE_CHECKING:
    from people.user.models import User
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from people.user.models import User


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
    """

    record = replace(Unit.record, until="the unit or the person is removed")

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


class EarlierSupervisor(models.Model):
    """Somebody was a person's nearest supervisor until this moment.

    A warning for a person without e-mail goes through the supervisor, also through the one from whom they were moved
    shortly before it.
    """

    record = Record(
        data=Data.DIRECTORY,
        readers="nobody directly",
        purpose="a warning reaches the person even when somebody has just moved them to another supervisor",
        ground=Ground.SECURITY,
        kept=("sign_in_change",),
    )

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "supervisor"], name="earlier_supervisor_once")]

    def __str__(self) -> str:
        return f"{self.person_id} under {self.supervisor_id}"

    @classmethod
    def note(cls, before: dict[uuid.UUID, uuid.UUID | None], after: dict[uuid.UUID, uuid.UUID | None]) -> None:
        """Those of these people who have another supervisor now: person → supervisor, before and after."""
        rows = [
            EarlierSupervisor(person_id=person, supervisor_id=supervisor)
            for person, supervisor in before.items()
            if supervisor and supervisor != after.get(person)
        ]
        EarlierSupervisor.objects.bulk_create(
            rows, batch_size=500, update_conflicts=True, unique_fields=["person", "supervisor"], update_fields=["until"]
        )
