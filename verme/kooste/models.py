"""The kooste: the four fields of a meeting that HR reads."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from people.desk.handled import Handled
from verme.group.models import Group
from verme.idea.models import Idea
from verme.session.models import Session

if TYPE_CHECKING:
    from people.models import User


class KoosteQuerySet(models.QuerySet["Kooste"]):
    """Named sets of summaries."""

    def visible_to(self, user: User) -> Self:
        """HR, and those inside the group."""
        return self.filter(session__group__in=Group.objects.visible_to(user).values("pk"))

    def handled_by(self, user: User) -> Self:
        """HR reads them all."""
        return self if user.is_hr else self.none()


class Kooste(Handled):
    """The only thing that leaves a group: day, who was present, theme, ideas that all approved (domain.md E30).

    Frozen when the mentor approves it; approving again replaces it, when an idea has been approved since.
    """

    record = replace(Session.record, readers="HR, the live members and mentor")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.OneToOneField(Session, models.CASCADE, related_name="kooste")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    approved_by_name = models.CharField(max_length=190)
    approved_at = models.DateTimeField(default=timezone.now)
    present = models.JSONField(default=list)  # names as in lists: Sukunimi Etunimi
    theme = models.CharField(max_length=200, blank=True)
    ideas = models.JSONField(default=list)
    objects: KoosteQuerySet = KoosteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In order of time."""

        ordering = ("session__starts_at", "pk")
        indexes = [models.Index(fields=["handling", "due_on"], name="kooste_inbox")]

    def __str__(self) -> str:
        return f"kooste of {self.session_id}"

    @classmethod
    def built(cls, session: Session, *, by: User) -> Self:
        """As it would be now, from the four fields; not saved."""
        return cls(
            session=session,
            approved_by=by,
            approved_by_name=by.name,
            present=list(session.attendances.values_list("name", flat=True)),
            theme=session.theme,
            ideas=list(session.ideas.filter(state=Idea.State.APPROVED).values_list("passed_on", flat=True)),
        )

    def says_the_same(self, other: Kooste) -> bool:
        """Whether HR would read nothing new."""
        return (self.present, self.theme, self.ideas) == (other.present, other.theme, other.ideas)

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("kooste_detail", args=[self.pk])
