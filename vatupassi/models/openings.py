"""Opening a conversation to somebody who is no party, and taking it further along the support path."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.sealed import SealedBytesField
from people.models import SupervisionLine
from vatupassi.models.conversation import Conversation, Side
from vatupassi.models.texts import InConversation

if TYPE_CHECKING:
    from people.models import User


def _in_line() -> Exists:
    """True where a live line of the opening's reader stands on the employee's unit or above it."""
    lines = SupervisionLine.objects.live().filter(supervisor=OuterRef("reader"))
    return Exists(lines.filter(unit__below__unit=OuterRef("conversation__employee__unit_id")))


def _whole() -> Q:
    """The whole may be read: by HR when both have opened it, by a supervisor when the employee has.

    A supervisor reads as long as a line of theirs covers the employee's unit, an HR person as long as they are HR.
    """
    hr = Q(to=Opening.To.HR, supervisor_opened_at__isnull=False, reader__is_hr=True)
    supervisor = Q(to=Opening.To.SUPERVISOR) & Q(_in_line())
    opened = Q(scope=Opening.Scope.WHOLE, employee_opened_at__isnull=False, ended_at=None, reader__is_active=True)
    return opened & (hr | supervisor)


def _own_part() -> Q:
    """The employee's own part may be read: by HR, also while the whole still waits for the supervisor."""
    return Q(to=Opening.To.HR, employee_opened_at__isnull=False, ended_at=None) & Q(
        reader__is_hr=True, reader__is_active=True
    )


class OpeningQuerySet(models.QuerySet["Opening"]):
    """Named sets of openings."""

    def live(self) -> Self:
        """Not taken back."""
        return self.filter(ended_at=None)

    def whole(self) -> Self:
        """Openings in force of the whole conversation."""
        return self.filter(_whole())

    def with_whole(self) -> Self:
        """Adds ``is_whole``: whether the whole may be read now."""
        return self.annotate(is_whole=Case(When(_whole(), then=True), default=False, output_field=BooleanField()))

    def of(self, conversation: Conversation) -> list[Opening]:
        """Those in force or waiting in one conversation, with their readers and ``is_whole``."""
        rows: list[Opening] = list(self.live().filter(conversation=conversation).with_whole().select_related("reader"))
        for row in rows:
            row.conversation = conversation
        return rows

    def readable_by(self, user: User) -> Self:
        """What is open to this reader now, whole or the employee's own part. Adds ``is_whole``."""
        return self.filter(_whole() | _own_part(), reader=user).with_whole()

    def editable_by(self, user: User) -> Self:
        """Openings in force or waiting, for the parties."""
        return self.live().filter(conversation__in=Conversation.objects.of_party(user).values("pk"))

    def visible_to(self, user: User) -> Self:
        """The parties see to whom it is opened; a reader sees their own opening."""
        mine = Q(reader=user) & (_whole() | _own_part())
        return self.filter(mine | Q(conversation__in=Conversation.objects.of_party(user).values("pk")))


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
    scope = models.CharField(max_length=5, choices=Scope.choices)  # how much the employee opens
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

    is_whole: bool  # annotated

    @property
    def reads_own(self) -> bool:
        """Whether the reader reads at least the employee's own part."""
        is_hr = self.to == self.To.HR and self.reader.is_hr and self.reader.is_active
        return is_hr and self.employee_opened_at is not None

    @property
    def waits_name(self) -> str:
        """The name of the party whose yes is missing."""
        return self.conversation.name_of(self.waits_for)

    @property
    def waits_for(self) -> str:
        """The side whose yes is missing before HR reads the whole; "" when nothing has been suggested or both agree."""
        if self.to != self.To.HR:
            return ""
        whole_by_employee = self.employee_opened_at and self.scope == self.Scope.WHOLE
        if whole_by_employee and not self.supervisor_opened_at:
            return Side.SUPERVISOR.value
        return Side.EMPLOYEE.value if self.supervisor_opened_at and not whole_by_employee else ""


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
    """The paper that goes with the employee to the next step; the employee approves its contents.

    Seen by: the parties; outside only as the PDF that they hand over. Lives: with the conversation.
    The PDF (P3) is encrypted.
    """

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


class RoundQuerySet(models.QuerySet["Round"]):
    """Named sets of rounds."""

    def visible_to(self, user: User) -> Self:
        """A supervisor's own rounds, and the rounds offered to the user."""
        return self.filter(Q(supervisor=user) | Q(pk__in=self._offered(user)))

    def editable_by(self, user: User) -> Self:
        """One's own."""
        return self.filter(supervisor=user)

    def bookable_by(self, user: User) -> Self:
        """Rounds going on that were offered to the user by somebody who still leads them."""
        lines = SupervisionLine.objects.live().filter(supervisor=OuterRef("supervisor"))
        leads = Exists(lines.filter(unit__below__unit=user.unit_id))
        return self.filter(leads, pk__in=self._offered(user), closed_at=None, supervisor__is_active=True)

    def for_update(self) -> Self:
        """Lock the row: all bookings of one round are made in turn."""
        return self.select_for_update(of=("self",))

    @staticmethod
    def _offered(user: User) -> models.QuerySet[Any]:
        return Round.invited.through.objects.filter(user=user).values("round")


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


class RoundTimeQuerySet(models.QuerySet["RoundTime"]):
    """Named sets of times. A time whose conversation is not held is free again."""

    def free(self) -> Self:
        """Ahead and not booked."""
        unbooked = Q(conversation=None) | Q(conversation__status=Conversation.Status.DECLINED)
        return self.filter(unbooked, starts_at__gt=timezone.now())

    def booked(self) -> Self:
        """With a conversation."""
        return self.exclude(conversation=None).exclude(conversation__status=Conversation.Status.DECLINED)

    def of(self, user: User) -> Self:
        """What this person has booked."""
        return self.booked().filter(conversation__employee=user)


class RoundTime(models.Model):
    """One bookable time of a round. Seen by, lives: as the round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="times")
    starts_at = models.DateTimeField()
    conversation = models.OneToOneField(Conversation, models.SET_NULL, null=True, related_name="+")
    objects: RoundTimeQuerySet = RoundTimeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Each time once; one conversation books one time."""

        ordering = ("starts_at",)
        constraints = [models.UniqueConstraint(fields=["round", "starts_at"], name="round_time_once")]

    def __str__(self) -> str:
        return f"time of {self.round_id}"
