"""Who may lead workshops: HR's register, and what else makes somebody a facilitator."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.records import Data, Ground, Record
from people.models import Unit, User
from people.supervision.models import SupervisionLine
from people.unit.models import UnitQuerySet
from people.user.models import covered_by

if TYPE_CHECKING:
    from workshops.agenda.models import Agenda


class FacilitatorQuerySet(models.QuerySet["Facilitator"]):
    """Named sets of facilitators."""

    def of(self, user: User) -> Self:
        """One's own place in the register."""
        return self.filter(person=user)

    def visible_to(self, user: User) -> Self:
        """HR keeps the register."""
        return self if user.is_hr and user.is_active else self.none()

    def editable_by(self, user: User) -> Self:
        """HR keeps the register."""
        return self.visible_to(user)


class Facilitator(models.Model):
    """Somebody whom HR has named to lead workshops for any unit. A supervisor leads those of their own unit anyway."""

    record = Record(
        data=Data.DIRECTORY,
        readers="HR",
        purpose="people who are no supervisors can lead workshops",
        ground=Ground.EMPLOYMENT,
        until="HR takes the person out",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    named_on = models.DateField(default=timezone.localdate)
    objects: FacilitatorQuerySet = FacilitatorQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("person__sort_key", "pk")

    def __str__(self) -> str:
        return f"facilitator {self.person_id}"


def may_facilitate(user: User) -> bool:
    """Whether this person may make an agenda at all: a supervisor or deputy, HR, or somebody in the register."""
    if not user.is_active:
        return False
    return user.is_hr or user.supervises or Facilitator.objects.filter(person=user).exists()


def may_facilitate_anywhere(user: User) -> bool:
    """Whether they may do so for any unit and for the whole organisation: HR and the register."""
    return user.is_active and (user.is_hr or Facilitator.objects.filter(person=user).exists())


def units_to_plan_for(user: User) -> UnitQuerySet:
    """The units for which this person may make an agenda."""
    rows = Unit.objects.visible_to(user)
    return rows if may_facilitate_anywhere(user) else rows.filter(covered_by(user, "pk"))


def may_name_leaders(user: User) -> bool:
    """HR names others. Nobody names oneself, so where HR is one person the system administrator may name as well."""
    if not user.is_active or user.is_hr or not user.is_admin:
        return user.is_active and user.is_hr
    return User.objects.active().filter(is_hr=True).count() < 2


def who_may_lead(agenda: Agenda, *, by: User) -> models.QuerySet[User]:
    """Whom ``by`` could name on this agenda: HR, the register, supervisors and deputies on its unit or above.

    Never oneself: nobody makes themselves a party.
    """
    line = SupervisionLine.objects.live().filter(supervisor=OuterRef("pk"), unit__below__unit=agenda.unit_id)
    registered = Exists(Facilitator.objects.filter(person=OuterRef("pk")))
    return User.objects.active().filter(Q(is_hr=True) | Q(registered) | Q(Exists(line))).exclude(pk=by.pk)
