"""Opening a conversation to somebody who is no party, and taking it further along the support path."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.sealed import SealedBytesField
from vatupassi.models.conversation import Conversation
from vatupassi.models.texts import InConversation

if TYPE_CHECKING:
    from people.models import User


class OpeningQuerySet(models.QuerySet["Opening"]):
    """Named sets of openings."""

    def live(self) -> Self:
        """Not taken back."""
        return self.filter(ended_at=None)

    def whole(self) -> Self:
        """Openings in force of the whole conversation: to HR both must have opened, to a supervisor the employee."""
        both = Q(supervisor_opened_at__isnull=False) | Q(to=Opening.To.SUPERVISOR)
        return self.filter(both, scope=Opening.Scope.WHOLE, employee_opened_at__isnull=False, reader__is_active=True)

    def visible_to(self, user: User) -> Self:
        """The parties see to whom it is opened; a reader sees their own opening."""
        return self.filter(Q(reader=user) | Q(conversation__in=Conversation.objects.of_party(user).values("pk")))


class Opening(InConversation):
    """A person to whom the employee opens a conversation: a later supervisor, a deputy, the next level, or HR.

    Own part alone (the employee's items, the agreements, the employee's differing view) is the employee's to take to
    HR; the whole goes to HR only when both parties open it. Nobody else hands anything over.
    Seen by: the parties and the reader. Lives: with the conversation. Nothing encrypted.
    """

    class To(models.TextChoices):
        """In which role the reader reads."""

        SUPERVISOR = "supervisor", _("supervisor")
        HR = "hr", _("HR")

    class Scope(models.TextChoices):
        """How much is opened."""

        OWN = "own", _("my items, our agreements and my differing view")
        WHOLE = "whole", _("the whole conversation")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="openings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    to = models.CharField(max_length=10, choices=To.choices)
    scope = models.CharField(max_length=5, choices=Scope.choices)
    employee_opened_at = models.DateTimeField(null=True)
    supervisor_opened_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    objects: OpeningQuerySet = OpeningQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One live opening for each reader."""

        ordering = ("created_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "reader"], condition=Q(ended_at=None), name="opening_live_once"
            )
        ]
        indexes = [models.Index(fields=["reader", "ended_at"], name="opening_reader")]

    def __str__(self) -> str:
        return f"opening of {self.conversation_id}"


class HandOver(InConversation):
    """The paper that goes with the employee to the next step; the employee approves its contents.

    Seen by: the parties; outside only as the PDF that they hand over. Lives: with the conversation.
    The PDF (P3) is encrypted.
    """

    class To(models.TextChoices):
        """The next step along the support path."""

        HR = "hr", _("HR")
        OCCUPATIONAL_HEALTH = "oh", _("occupational health service")
        EXPERT = "expert", _("outside expert")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="hand_overs")
    to = models.CharField(max_length=6, choices=To.choices)
    parts = models.JSONField(default=list)  # codes of what is included, chosen by the employee
    text_revision = models.PositiveIntegerField()  # what the approval was given for
    approved_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    pdf = SealedBytesField()

    class Meta:
        """Newest first."""

        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"hand-over of {self.conversation_id}"


class RoundQuerySet(models.QuerySet["Round"]):
    """Named sets of rounds."""

    def visible_to(self, user: User) -> Self:
        """A supervisor's own rounds, and the rounds offered to the user."""
        return self.filter(Q(supervisor=user) | Q(invited=user))

    def editable_by(self, user: User) -> Self:
        """One's own."""
        return self.filter(supervisor=user)


class Round(models.Model):
    """A supervisor offers the whole team bookable times, so that an invitation is no accusation.

    Seen by: the supervisor and those invited; who booked which time only by the supervisor and the booker.
    Lives: 12 months. Nothing encrypted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    occasion = models.ForeignKey("vatupassi.Occasion", models.PROTECT, related_name="+")
    place = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(default=30)
    invited = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    objects: RoundQuerySet = RoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest first."""

        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"round {self.pk}"


class RoundTime(models.Model):
    """One bookable time of a round. Seen by, lives: as the round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="times")
    starts_at = models.DateTimeField()
    conversation = models.OneToOneField(Conversation, models.SET_NULL, null=True, related_name="+")

    class Meta:
        """Each time once; one conversation books one time."""

        ordering = ("starts_at",)
        constraints = [models.UniqueConstraint(fields=["round", "starts_at"], name="round_time_once")]

    def __str__(self) -> str:
        return f"time of {self.round_id}"
