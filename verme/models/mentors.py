"""The register of mentors, and who leads which group."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from verme.models.season import Group

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
        """HR."""
        return self if user.is_hr and user.is_active else self.none()

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
    """A trained peer who may lead groups, by role and field (domain.md D20).

    Seen by: HR and the mentor. Lives: until HR removes the person. Nothing encrypted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    role = models.CharField(_("role"), max_length=80, blank=True)
    field = models.CharField(_("field of work"), max_length=80, blank=True)
    qualified_on = models.DateField(null=True, blank=True)
    in_use = models.BooleanField(_("leads groups"), default=True)
    objects: MentorQuerySet = MentorQuerySet.as_manager()  # type: ignore[assignment]

    busy: bool  # annotated by `with_busy`

    class Meta:
        """In the order of names."""

        ordering = ("person__sort_key", "pk")

    def __str__(self) -> str:
        return f"mentor {self.person_id}"


class MentoringQuerySet(models.QuerySet["Mentoring"]):
    """Named sets of leaderships."""

    def live(self) -> Self:
        """Leading today: the day on which somebody stops is not one of theirs any more."""
        today = timezone.localdate()
        return self.filter(starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gt=today))

    def visible_to(self, user: User) -> Self:
        """Mentors of the groups that the user sees."""
        return self.filter(group__in=Group.objects.visible_to(user).values("pk"))

    def editable_by(self, user: User) -> Self:
        """HR names the mentors."""
        return self if user.is_hr and user.is_active else self.none()


class Mentoring(models.Model):
    """Somebody leads a group, from a day until a day.

    A substitute sees the plan and the attendance, but not what was written before them unless all members agree.
    Seen by: as the group's roster. Lives: as the kooste, 24 months after the season. Nothing encrypted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="mentorings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    substitute = models.BooleanField(_("substitute"), default=False)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True)  # the first day on which they do not lead
    objects: MentoringQuerySet = MentoringQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """A person leads a group once at a time."""

        ordering = ("starts_on", "pk")
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], condition=Q(ends_on=None), name="mentoring_once")
        ]
        indexes = [models.Index(fields=["person", "group"], name="mentoring_of_groups")]

    def __str__(self) -> str:
        return f"mentor of {self.group_id}"

    def end(self) -> None:
        """They lead no more from today on. Twice is once."""
        if self.ends_on is None:
            self.ends_on = timezone.localdate()
            self.save(update_fields=["ends_on"])


def leads_groups(user: User) -> bool:
    """Whether the person is a mentor: what a group trusts them with asks for a second step at sign-in."""
    return Mentor.objects.available().filter(person=user).exists()
