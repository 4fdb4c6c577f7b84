"""What a group writes for itself: expectations, goals, feedback. Sealed, for those inside alone."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access import ReadItem
from core.records import Data
from core.texts.joint import EarlierText, JointText
from core.texts.versioned import VersionedText
from verme.group.models import Group
from verme.newcomer.models import reads, reads_together

if TYPE_CHECKING:
    from people.models import User


class Written(VersionedText):
    """A text that saves itself while it is written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        """No table of its own."""

        abstract = True

    def store(self, text: str, *, by: User) -> None:
        """As `VersionedText.store`, with the time."""
        self.edited_at = timezone.now()
        super().store(text, by=by)

    def last_saved(self, reader: User) -> tuple[datetime.datetime | None, str]:
        """When; a text of the writer's own needs no name."""
        return self.edited_at, ""


class InGroupQuerySet(models.QuerySet["InGroup"]):
    """Texts of groups."""

    def readable_by(self, user: User) -> Self:
        """Live members, live mentors; a newcomer as `reads` says. Never HR."""
        return self.filter(reads(user, "group_id", "begun_at"))

    def inside(self, user: User) -> Self:
        """All texts of the groups that the user is inside of, earlier ones too: for rules, which bind a newcomer."""
        return self.filter(group__in=Group.objects.inside(user).values("pk"))


class InGroup(Written):
    """A text that stays inside its group. Reading it writes the access log, for the one who wrote it last."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # An edit of an older text does not open to a newcomer what stood in it before.
    begun_at = models.DateTimeField(default=timezone.now)
    objects: InGroupQuerySet = InGroupQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """No table of its own."""

        abstract = True

    def read_item(self, reader: User) -> ReadItem:
        """One row a day for each text."""
        return ReadItem("verme", self.pk, self.by_id or self.group_id, "verme_group", party=True)

    def store(self, text: str, *, by: User) -> None:
        """As `Written.store`; the writer is now ``by``, and an empty text is begun anew."""
        if not self.text:
            self.begun_at = timezone.now()
        self.by = by
        super().store(text, by=by)

    def last_saved(self, reader: User) -> tuple[datetime.datetime | None, str]:
        """When, and by whom where the group writes together."""
        return self.edited_at, self.by.name if self.by and self.by != reader else ""


class Expectation(InGroup):
    """What one member, or the mentor, hopes for from the group."""

    record = replace(
        Group.record,
        data=Data.CONFIDENTIAL,
        readers="the live members and mentor; newcomers read an earlier one once its writer has agreed",
        kept=("verme_texts",),
        until="",
        sealed=("text",),
    )

    class Meta:
        """One for each person in a group."""

        ordering = ("by__sort_key",)
        constraints = [models.UniqueConstraint(fields=["group", "by"], name="expectation_once")]

    def __str__(self) -> str:
        return f"expectation {self.pk}"


class SharedTextQuerySet(models.QuerySet["SharedText"]):
    """Named sets of what groups write together."""

    def inside(self, user: User) -> Self:
        """All of the groups that the user is inside of: whether there is one that is closed to a newcomer."""
        return self.filter(group__in=Group.objects.inside(user).values("pk"))

    def readable_by(self, user: User) -> Self:
        """Live members, live mentors; a newcomer as `reads_together` says, and the plans: a substitute goes by them."""
        rows = self.annotate(begun_on=TruncDate("begun_at"))
        plans = Q(kind=SharedText.Kind.PLAN, group__in=Group.objects.inside(user).values("pk"))
        return rows.filter(reads_together(user, "group_id", "begun_at", "begun_on") | plans)


class SharedText(JointText, InGroup):
    """What the group writes together: goals, feedback at the end of each session, rules not yet in force.

    And how a session goes, which those who lead it write.
    """

    record = replace(
        Expectation.record,
        readers="the live members and mentor; newcomers read an earlier one, except a plan, once all who were "
        "members then have agreed",
        sealed=("text", "clashes"),
    )

    class Kind(models.TextChoices):
        """What it is."""

        GOALS = "goals", _("common goals")
        FEEDBACK = "feedback", _("joint feedback")
        RULES = "rules", _("draft of the ground rules")
        PLAN = "plan", _("plan of a meeting")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    session = models.ForeignKey("verme.Session", models.CASCADE, null=True, related_name="+")
    objects: SharedTextQuerySet = SharedTextQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        """Goals and a draft of the rules once in a group, feedback and plan once in a session."""

        constraints = [
            models.UniqueConstraint(fields=["group"], condition=Q(kind="goals"), name="goals_once"),
            models.UniqueConstraint(fields=["group"], condition=Q(kind="rules"), name="rules_draft_once"),
            models.UniqueConstraint(fields=["session"], condition=Q(kind="feedback"), name="feedback_once"),
            models.UniqueConstraint(fields=["session"], condition=Q(kind="plan"), name="plan_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def writer(self) -> User | None:
        """Who saved the text as it stands."""
        return self.by

    def writer_as(self, user: User) -> User:
        """The user."""
        return user

    def writer_name(self, writer: User | None) -> str:
        """Their name."""
        return writer.name if writer else ""


class SharedTextVersion(EarlierText):
    """A version of such a text that a newer one has replaced."""

    record = replace(SharedText.record, readers="its writer, as sentences of their own", sealed=("text",))

    of = models.ForeignKey(SharedText, models.CASCADE, related_name="versions")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        """Each number once."""

        constraints = [models.UniqueConstraint(fields=["of", "number"], name="shared_text_version_once")]

    def __str__(self) -> str:
        return f"version {self.number} of {self.of_id}"
