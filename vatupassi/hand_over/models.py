"""Taking a conversation further along the support path."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import BooleanField, Case, F, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.records import Data
from core.sealed import SealedBytesField
from vatupassi.conversation.models import Conversation, InConversation

if TYPE_CHECKING:
    from people.models import User


def _valid() -> Q:
    """Approved, and the text is still the one that was approved."""
    return Q(approved_at__isnull=False, text_revision=F("conversation__text_revision"))


class HandOverQuerySet(models.QuerySet["HandOver"]):
    """Named sets of hand-overs."""

    def visible_to(self, user: User) -> Self:
        """The parties'. Adds ``is_valid``."""
        rows = self.filter(conversation__in=Conversation.objects.of_party(user).values("pk"))
        return rows.annotate(is_valid=Case(When(_valid(), then=True), default=False, output_field=BooleanField()))

    def editable_by(self, user: User) -> Self:
        """The parties'; what each may do to them is for the act to say."""
        return self.visible_to(user)

    def valid(self) -> Self:
        """Approved, and the text is still the one that was approved."""
        return self.filter(_valid())


class HandOver(InConversation):
    """The paper that goes with the employee to the next step; the employee approves its contents."""

    record = replace(
        Conversation.record,
        data=Data.CONFIDENTIAL,
        readers="the parties; others only the paper that the employee hands over",
        purpose="the next helper knows what the employee wants to tell",
        kept=("conversation_declined", "conversation", "conversation_light", "conversation_longest"),
        sealed=("pdf",),
    )

    class To(models.TextChoices):
        """The next step along the support path."""

        HR = "hr", _("HR")
        OCCUPATIONAL_HEALTH = "oh", _("occupational health service")
        EXPERT = "expert", _("outside expert")

    class Part(models.TextChoices):
        """What the employee may put in. Kykenenkö and the nine questions are parts of their own, never taken along."""

        MARKS = "marks", _("The board: what I marked and wrote")
        NOTES = "notes", _("What we wrote together")
        ABILITY = "ability", _("Everything about the question Am I able?")
        NINE = "nine", _("Answers to the work ability questions")
        AGREEMENTS = "agreements", _("What we agreed")
        VIEW = "view", _("My differing view")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="hand_overs")
    to = models.CharField(max_length=6, choices=To.choices)
    parts = models.JSONField(default=list)  # codes of what is included, chosen by the employee
    text_revision = models.PositiveIntegerField()  # what the approval was given for
    approved_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    pdf = SealedBytesField()  # made when the employee approves; empty until then
    objects: HandOverQuerySet = HandOverQuerySet.as_manager()  # type: ignore[assignment]

    is_valid: bool  # annotated

    class Meta:
        """Newest first."""

        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"hand-over of {self.conversation_id}"
