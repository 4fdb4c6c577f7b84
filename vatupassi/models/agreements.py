"""What was agreed, and how it went: agreements, follow-up sittings and what was said of each agreement there."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.sealed import SealedTextField
from support.models import Measure
from vatupassi.models.conversation import Conversation, Locked, Side
from vatupassi.models.texts import InConversation
from vatupassi.questions import Question

if TYPE_CHECKING:
    from people.models import User

FOLLOW_UP_AFTER = datetime.timedelta(weeks=6)  # the default; domain.md 4: one to three months is common


class Outcome(models.TextChoices):
    """How an agreement stands at a follow-up."""

    UNDER_WAY = "under_way", _("under way")
    DONE = "done", pgettext_lazy("agreement", "done")
    DROPPED = "dropped", _("dropped")


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Named sets of agreements."""

    def editable_by(self, user: User) -> Self:
        """Agreements in conversations where the user may write."""
        return self.filter(conversation__in=Conversation.objects.editable_by(user).values("pk"))

    def with_team_of(self, supervisor: User) -> Self:
        """Of the conversations that this supervisor holds, in a query of the team (`Conversation.objects`)."""
        return self.filter(conversation__supervisor=supervisor)

    def unfinished(self) -> Self:
        """Neither done nor dropped at the latest follow-up."""
        return self.filter(outcome=Outcome.UNDER_WAY)


class Agreement(InConversation):
    """Who does what by when. Seen by: as the conversation. Lives: with it. The text (P3) is encrypted.

    ``outcome`` is the latest follow-up's word and no part of the confirmed text.
    """

    class Kind(models.TextChoices):
        """An agreed act, or a trial that may be dropped."""

        ACT = "act", _("agreed act")
        TRIAL = "trial", _("trial")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="agreements")
    text = SealedTextField()
    side = models.CharField(_("who"), max_length=10, choices=Side.choices)
    due_on = models.DateField(_("by when"))
    question = models.CharField(_("which question it moves"), max_length=10, choices=Question.choices, blank=True)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices, default=Kind.ACT)
    helps_now = models.BooleanField(_("helps at once"), default=False)
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("from the measures")
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.UNDER_WAY)
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=0)
    objects: AgreementQuerySet = AgreementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In the order in which they were agreed."""

        ordering = ("created_at", "pk")
        indexes = [models.Index(fields=["conversation", "created_at"], name="agreement_order")]

    def __str__(self) -> str:
        return f"agreement {self.pk}"

    @property
    def who(self) -> str:
        """The name of the one who does it."""
        return self.conversation.name_of(self.side)

    @property
    def moves(self) -> str:
        """The question that it moves. (`get_question_display` makes a dictionary of all the choices at each call.)"""
        return str(Question(self.question).label) if self.question else ""


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Named sets of follow-ups."""

    def with_team_of(self, supervisor: User) -> Self:
        """Of the conversations that this supervisor holds, in a query of the team (`Conversation.objects`)."""
        return self.filter(conversation__supervisor=supervisor)

    def ahead(self) -> Self:
        """Planned and not yet held."""
        return self.filter(held_at=None, conversation__closed_on=None)


class FollowUp(InConversation):
    """A sitting that comes back to the agreements. It never changes the confirmed text.

    What is written there stands in notes (slots ``follow-up.<number>.…``), what is marked in `BoardMark`.
    Seen by: as the conversation. Lives: with it. Nothing encrypted.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="follow_ups")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    held_at = models.DateTimeField(null=True)  # when the two finished it: from then on it is only read
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
        return self.held_at is None and not self.conversation.is_over

    def require_open(self) -> None:
        """Raise `Locked` where nothing may be written."""
        if not self.is_open:
            raise Locked


class AgreementReview(InConversation):
    """How one agreement stood at one follow-up; the word about it is a note.

    Seen by: as the conversation. Lives: with it. Nothing encrypted.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="reviews")
    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="reviews")
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="reviews")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.UNDER_WAY)

    class Meta:
        """Each agreement once at a follow-up."""

        constraints = [models.UniqueConstraint(fields=["follow_up", "agreement"], name="agreement_review_once")]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.outcome}"
