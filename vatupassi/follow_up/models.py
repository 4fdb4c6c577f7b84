"""Follow-up sittings, and how each agreement stood there."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone

from vatupassi.agreement.models import Agreement, Outcome
from vatupassi.conversation.models import Conversation, InConversation, Locked, Note, Side

if TYPE_CHECKING:
    from django.db.models import QuerySet


FOLLOW_UP_AFTER = datetime.timedelta(weeks=6)  # the default; domain.md 4: one to three months is common


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Named sets of follow-ups."""

    def ahead(self) -> Self:
        """Planned and not yet held."""
        going_on = self.filter(held_at=None, conversation__closed_on=None)
        return going_on.exclude(conversation__status=Conversation.Status.ENDING)


class FollowUp(InConversation):
    """A sitting that comes back to the agreements. It never changes the confirmed text.

    What is written there stands in notes (slots ``follow-up.<number>.…``), what is marked in `BoardMark`.
    """

    record = replace(Conversation.record, kept=Note.record.kept)

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="follow_ups")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    supervisor_knew = models.JSONField(null=True)  # as `Conversation.supervisor_knew`; []: they never knew of it
    held_at = models.DateTimeField(null=True)  # when one of them finished it: from then on it is only read
    held_by = models.CharField(max_length=10, choices=Side.choices, blank=True)  # the other may open it again
    objects: FollowUpQuerySet = FollowUpQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Numbered within the conversation."""

        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["conversation", "number"], name="follow_up_number")]
        indexes = [models.Index(fields=["starts_at"], name="follow_up_time")]

    def __str__(self) -> str:
        return f"follow-up {self.number}"

    def get_absolute_url(self) -> str:
        """The sitting's own page."""
        return reverse("follow_up", args=[self.conversation_id, self.number])

    @property
    def is_open(self) -> bool:
        """Whether the parties may write: planned or going on, in a conversation that is not over."""
        return self.held_at is None and not self.conversation.is_over and not self.conversation.is_restricted

    def require_open(self) -> None:
        """Raise `Locked` where nothing may be written."""
        self.conversation.require_unrestricted()
        if not self.is_open:
            raise Locked


class AgreementReview(InConversation):
    """How one agreement stood at one follow-up; the word about it is a note."""

    record = FollowUp.record

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="reviews")
    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="reviews")
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="reviews")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.UNDER_WAY)

    class Meta:
        """Each agreement once at a follow-up."""

        constraints = [models.UniqueConstraint(fields=["follow_up", "agreement"], name="agreement_review_once")]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.outcome}"


def planned_follow_up(conversation: Conversation) -> FollowUp | None:
    """The follow-up ahead: there is at most one."""
    return conversation.follow_ups.filter(held_at=None).first()


def drop_planned(conversation: Conversation) -> dict[str, object] | None:
    """Take the follow-up ahead away, or finish it when something has been written or marked there already.

    Returns what a letter needs to cancel it in a calendar, since its row is gone then (empty when its time has
    passed), or None where there was no follow-up. The caller touches the conversation and its sequence.
    """
    follow_up = planned_follow_up(conversation)
    if follow_up is None:
        return None
    if is_begun(follow_up):
        follow_up.held_at = timezone.now()
        follow_up.save(update_fields=["held_at"])
    else:
        _notes_of(follow_up).delete()
        FollowUp.objects.filter(pk=follow_up.pk).delete()
    if follow_up.starts_at < timezone.now():
        return {}
    return {
        "number": follow_up.number,
        "starts_at": follow_up.starts_at.isoformat(),
        "minutes": follow_up.minutes,
        "supervisor_knew": follow_up.supervisor_knew,
        "sequence": conversation.calendar_sequence + 1,  # the next one planned has the same number, and a higher one
    }


def is_begun(follow_up: FollowUp) -> bool:
    """Whether anything has been written or marked in the sitting."""
    marks = follow_up.conversation.marks.filter(sitting=follow_up.number)
    return follow_up.reviews.exists() or marks.exists() or any(note.text for note in _notes_of(follow_up))


def _notes_of(follow_up: FollowUp) -> QuerySet[Note]:
    return follow_up.conversation.notes.filter(slot__startswith=f"follow-up.{follow_up.number}.")
