"""The register of mentors."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core.records import Data
from verme.group.models import Group, Mentoring

if TYPE_CHECKING:
    from people.models import User


def _leads_now() -> Exists:
    leads = Mentoring.objects.live().filter(person=OuterRef("person"))
    return Exists(leads.exclude(group__state=Group.State.ENDED))


class MentorQuerySet(models.QuerySet["Mentor"]):
    """Named sets of mentors."""

    def visible_to(self, user: User) -> Self:
        """HR keeps the register; a mentor sees their own row."""
        return self if user.is_hr and user.is_active else self.filter(person=user)

    def editable_by(self, user: User) -> Self:
        """HR, but nobody their own row: nobody makes themselves a mentor."""
        return self.exclude(person=user) if user.is_hr and user.is_active else self.none()

    def available(self) -> Self:
        """Mentors who go on and may sign in."""
        return self.filter(in_use=True, person__is_active=True)

    def with_busy(self) -> Self:
        """Adds ``busy``: leads a group that has not ended."""
        return self.annotate(busy=_leads_now())

    def free(self) -> Self:
        """Who could lead a group now."""
        return self.available().annotate(busy=_leads_now()).filter(busy=False)

    def free_first(self) -> Self:
        """With ``busy``, those who are free before the others, by name."""
        return self.annotate(busy=_leads_now()).order_by("busy", "person__sort_key")


class Mentor(models.Model):
    """A trained peer who may lead groups, by role and field (domain.md D20)."""

    record = replace(Group.record, data=Data.DIRECTORY, readers="HR and the mentor", until="HR removes the person")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    role = models.CharField(_("role"), max_length=80, blank=True)
    field = models.CharField(_("field of work"), max_length=80, blank=True)
    qualified_on = models.DateField(null=True, blank=True)
    in_use = models.BooleanField(_("leads groups"), default=True)
    revision = models.PositiveIntegerField(default=0, db_default=0, editable=False)  # of HR’s form
    objects: MentorQuerySet = MentorQuerySet.as_manager()  # type: ignore[assignment]

    busy: bool  # annotated by `with_busy`

    class Meta:
        """In the order of names."""

        ordering = ("person__sort_key", "pk")

    def __str__(self) -> str:
        return f"mentor {self.person_id}"


def leads_groups(person: OuterRef) -> Q:
    """True where the person is a mentor: what a group trusts them with asks for a second step.

    Also of whoever is in use no more and still leads a group.
    """
    leads = Mentoring.objects.live().filter(person=person)
    return Q(Exists(Mentor.objects.available().filter(person=person))) | Q(Exists(leads))
