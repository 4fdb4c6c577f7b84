"""What a group writes for itself: expectations, goals, feedback, reflections, rules. Sealed, for those inside alone."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access import ReadItem
from verme.models.mentors import Mentoring
from verme.models.season import Group, Membership
from verme.models.written import Written

if TYPE_CHECKING:
    from people.models import User


class MentoringConsent(models.Model):
    """A member lets a substitute read what was written before them. Needs every live member's yes.

    Seen by: those inside the group. Lives: with the mentoring. Nothing encrypted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mentoring = models.ForeignKey(Mentoring, models.CASCADE, related_name="consents")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        """Once for each member."""

        constraints = [models.UniqueConstraint(fields=["mentoring", "person"], name="mentoring_consent_once")]

    def __str__(self) -> str:
        return f"consent for {self.mentoring_id}"


def reads(user: User, group: str, day: str) -> Q:
    """Who reads a text of a group: its live members, its live mentors, and a substitute what came after them.

    A substitute reads earlier texts once every live member has agreed. ``group`` and ``day`` are field paths.
    """
    leading = Mentoring.objects.live().filter(group=OuterRef(group), person=user)
    silent = Membership.objects.live().filter(group=OuterRef("group"))
    agreed = MentoringConsent.objects.filter(mentoring=OuterRef(OuterRef("pk")), person=OuterRef("person"))
    return (
        Q(Exists(Membership.objects.live().filter(group=OuterRef(group), person=user)))
        | Q(Exists(leading.filter(substitute=False)))
        | Q(Exists(leading.filter(substitute=True, starts_on__lte=OuterRef(day))))
        | Q(Exists(leading.filter(~Exists(silent.filter(~Exists(agreed))), substitute=True)))
    )


class InGroupQuerySet(models.QuerySet["InGroup"]):
    """Texts of groups."""

    def readable_by(self, user: User) -> Self:
        """Live members, live mentors; a substitute as `reads` says. Never HR."""
        return self.filter(reads(user, "group_id", "day"))

    def inside(self, user: User) -> Self:
        """All texts of the groups that the user is inside of, earlier ones too: for rules, which bind a substitute."""
        return self.filter(group__in=Group.objects.inside(user).values("pk"))


class InGroup(Written):
    """A text that stays inside its group. Reading it writes the access log, for the one who wrote it last."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # When it was begun: a substitute reads from their first day on. An edit of an older text does not open what stood
    # in it before.
    day = models.DateField(default=timezone.localdate)
    objects: InGroupQuerySet = InGroupQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """No table of its own."""

        abstract = True

    def read_item(self, reader: User) -> ReadItem:
        """One row a day for each text."""
        return ReadItem("verme", self.pk, self.by_id or self.group_id, "verme_group", party=True)

    def write(self, text: str, *, by: User, version: int) -> bool:
        """As `Written.write`; the writer is now ``by``, and an empty text is begun anew."""
        if version == self.version and not self.text:
            self.day = timezone.localdate()
        self.by = by if version == self.version else self.by
        return super().write(text, by=by, version=version)


class Expectation(InGroup):
    """What one member, or the mentor, hopes for from the group.

    Seen by: the live members and mentor. Lives: 6 months after the season. The text (P3) is encrypted.
    """

    class Meta:
        """One for each person in a group."""

        ordering = ("by__sort_key",)
        constraints = [models.UniqueConstraint(fields=["group", "by"], name="expectation_once")]

    def __str__(self) -> str:
        return f"expectation {self.pk}"


class SharedText(InGroup):
    """What the group writes together: goals, joint feedback at the end of each session, rules not yet in force.

    Seen by: the live members and mentor. Lives: 6 months after the season. The text (P3) is encrypted.
    """

    class Kind(models.TextChoices):
        """What it is."""

        GOALS = "goals", _("common goals")
        FEEDBACK = "feedback", _("joint feedback")
        RULES = "rules", _("draft of the ground rules")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    session = models.ForeignKey("verme.Session", models.CASCADE, null=True, related_name="+")

    class Meta:
        """Goals and a draft of the rules once in a group, feedback once in a session."""

        constraints = [
            models.UniqueConstraint(fields=["group"], condition=Q(kind="goals"), name="goals_once"),
            models.UniqueConstraint(fields=["group"], condition=Q(kind="rules"), name="rules_draft_once"),
            models.UniqueConstraint(fields=["session"], condition=Q(kind="feedback"), name="feedback_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ReflectionQuerySet(models.QuerySet["Reflection"]):
    """Named sets of reflections."""

    def readable_by(self, user: User) -> Self:
        """One's own, and what others have shown to the group; a substitute those of meetings since their first day."""
        inside = self.filter(reads(user, "group_id", "session__starts_at__date"))
        return inside.filter(Q(shown=True) | Q(by=user))


class Reflection(InGroup):
    """What one member thinks of a meeting afterwards: first for themselves, then for the group if they show it.

    Seen by: its writer; once shown the live members and mentor. Lives: 6 months after the season. The text (P3) is
    encrypted.
    """

    session = models.ForeignKey("verme.Session", models.CASCADE, related_name="+")
    shown = models.BooleanField(default=False)
    objects: ReflectionQuerySet = ReflectionQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        """One for each member and meeting."""

        ordering = ("by__sort_key", "pk")
        constraints = [models.UniqueConstraint(fields=["session", "by"], name="reflection_once")]

    def __str__(self) -> str:
        return f"reflection {self.pk}"


class GroundRules(InGroup):
    """One version of the ground rules; the newest is in force. A change asks everybody again.

    Seen by: the live members and mentor. Lives: 6 months after the season. The text (P3) is encrypted.
    """

    class Meta:
        """Numbered within the group."""

        ordering = ("-version",)
        constraints = [models.UniqueConstraint(fields=["group", "version"], name="ground_rules_version")]

    def __str__(self) -> str:
        return f"ground rules {self.version}"


class RuleAcceptance(models.Model):
    """Somebody accepts a version of the rules. Seen by, lives: as the rules. Nothing encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rules = models.ForeignKey(GroundRules, models.CASCADE, related_name="acceptances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Once for each person."""

        constraints = [models.UniqueConstraint(fields=["rules", "person"], name="rules_accepted_once")]

    def __str__(self) -> str:
        return f"accepted {self.rules_id}"
