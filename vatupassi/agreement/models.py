"""What was agreed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.sealed import SealedTextField
from support.models import Measure
from vatupassi.conversation.models import Conversation, InConversation, Note, Side
from vatupassi.level.questions import Question

if TYPE_CHECKING:
    from people.models import User


class Outcome(models.TextChoices):
    """How an agreement stands at a follow-up."""

    UNDER_WAY = "under_way", _("under way")
    DONE = "done", pgettext_lazy("agreement", "done")
    DROPPED = "dropped", _("dropped")


def still_promised(conversation: str = "") -> models.Q:
    """Whether what a conversation agreed is promised, behind a prefix like "conversation__".

    From the confirmed memo until it closes, also while the other may open again what one of the two has ended.
    """
    confirmed, ending = Conversation.Status.CONFIRMED, Conversation.Status.ENDING
    was_confirmed = {f"{conversation}status": ending, f"{conversation}status_before": confirmed}
    return models.Q(**{f"{conversation}status": confirmed}) | models.Q(**was_confirmed)


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Named sets of agreements."""

    def editable_by(self, user: User) -> Self:
        """Agreements in conversations where the user may write."""
        return self.filter(conversation__in=Conversation.objects.editable_by(user).values("pk"))

    def promises_of(self, user: User) -> Self:
        """What the two have confirmed, for either of them, until the conversation closes."""
        held = Conversation.objects.of_party(user).filter(still_promised())
        return self.filter(conversation__in=held.values("pk"))

    def unfinished(self) -> Self:
        """Neither done nor dropped at the latest follow-up."""
        return self.filter(outcome=Outcome.UNDER_WAY)


class Agreement(InConversation):
    """Who does what by when.

    ``outcome`` is the latest follow-up's word and no part of the confirmed text.
    """

    record = replace(Note.record, sealed=("text",))

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
    done_at = models.DateTimeField(null=True)  # when the one who promised it said that it is done
    kept_at = models.DateTimeField(null=True)  # when the employee said that the supervisor has kept it
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
