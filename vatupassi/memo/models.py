"""Confirmation, and the memo as it was confirmed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.records import Data
from core.sealed import SealedBytesField, SealedTextField
from vatupassi.conversation.models import Conversation, InConversation, Side

if TYPE_CHECKING:
    from people.models import User


class Confirmation(models.Model):
    """One party's own yes to one revision of the text."""

    record = replace(
        Conversation.record,
        kept=("conversation_declined", "conversation", "conversation_light", "conversation_longest"),
    )

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="confirmations")
    text_revision = models.PositiveIntegerField()
    side = models.CharField(max_length=10, choices=Side.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """A double click confirms once."""

        ordering = ("at",)
        constraints = [
            models.UniqueConstraint(fields=["conversation", "text_revision", "side"], name="confirmation_once")
        ]

    def __str__(self) -> str:
        return f"{self.side} confirmed {self.text_revision}"


class MemoQuerySet(models.QuerySet["Memo"]):
    """Named sets of memos."""

    def visible_to(self, user: User) -> Self:
        """Memos of conversations that the user may see."""
        return self.filter(conversation__in=Conversation.objects.visible_to(user).values("pk"))


class Memo(InConversation):
    """The text that both confirmed, frozen: reopening makes a new one and keeps this. The content is JSON."""

    record = replace(Conversation.record, data=Data.CONFIDENTIAL, sealed=("content", "pdf"))

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="memos")
    number = models.PositiveSmallIntegerField()
    text_revision = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    confirmed_at = models.DateTimeField(default=timezone.now)
    content = SealedTextField()
    pdf = SealedBytesField()  # made by a job after confirmation; empty until then
    objects: MemoQuerySet = MemoQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Numbered within the conversation."""

        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["conversation", "number"], name="memo_number")]

    def __str__(self) -> str:
        return f"memo {self.number} of {self.conversation_id}"
