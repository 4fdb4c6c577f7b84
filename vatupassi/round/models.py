"""A round of bookable times."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.records import Data, Ground, Record
from people.models import SupervisionLine
from vatupassi.conversation.models import Conversation

if TYPE_CHECKING:
    from people.models import User


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
        return self.inviting(user).filter(leads, supervisor__is_active=True)

    def inviting(self, user: User) -> Self:
        """Rounds going on that were offered to the user, whether their supervisor still leads them or not."""
        in_time = Q(book_until=None) | Q(book_until__gte=timezone.localdate())
        return self.filter(in_time, pk__in=self._offered(user), closed_at=None)

    def unanswered_by(self, user: User) -> Self:
        """Those in which the user has neither booked nor said that it does not suit."""
        booked = RoundTime.objects.of(user).filter(round=OuterRef("pk"))
        answered = RoundAnswer.objects.filter(round=OuterRef("pk"), person=user)
        return self.filter(~Exists(booked), ~Exists(answered))

    def with_free_time(self) -> Self:
        """Those in which a time is free. Adds ``first_free``: when the first is."""
        free = RoundTime.objects.free().filter(round=OuterRef("pk")).order_by("starts_at")
        return self.annotate(first_free=Subquery(free.values("starts_at")[:1])).exclude(first_free=None)

    def for_update(self) -> Self:
        """Lock the row: all bookings of one round are made in turn."""
        return self.select_for_update(of=("self",))

    @staticmethod
    def _offered(user: User) -> models.QuerySet[Any]:
        return Round.invited.through.objects.filter(user=user).values("round")


class Round(models.Model):
    """A supervisor offers the whole team bookable times, so that an invitation is no accusation."""

    record = Record(
        data=Data.PROCESS,
        readers="the supervisor and those invited; who booked which time only the supervisor and the booker",
        purpose="a whole team is invited, so that no invitation is an accusation",
        ground=Ground.WORK_SAFETY,
        kept=("round",),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    occasion = models.ForeignKey("vatupassi.Occasion", models.PROTECT, related_name="+")
    place = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(default=30)
    invited = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    book_until = models.DateField(null=True)  # the last day for booking
    objects: RoundQuerySet = RoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest first."""

        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"round {self.pk}"


class RoundTimeQuerySet(models.QuerySet["RoundTime"]):
    """Named sets of times. One whose conversation is not held, or is another supervisor's now, is free again."""

    def free(self) -> Self:
        """Ahead and not booked."""
        unbooked = Q(conversation=None) | Q(conversation__status=Conversation.Status.DECLINED)
        unbooked |= ~Q(conversation__supervisor=F("round__supervisor"))
        return self.filter(unbooked, starts_at__gt=timezone.now())

    def booked(self) -> Self:
        """With a conversation."""
        held = self.filter(conversation__supervisor=F("round__supervisor"))
        return held.exclude(conversation__status=Conversation.Status.DECLINED)

    def of(self, user: User) -> Self:
        """What this person has booked."""
        return self.booked().filter(conversation__employee=user)


class RoundTime(models.Model):
    """One bookable time of a round."""

    record = Round.record

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


class RoundAnswer(models.Model):
    """What somebody says instead of booking; no reason is asked."""

    record = replace(Round.record, readers="the supervisor and whoever answered")

    class Answer(models.TextChoices):
        """Neither is a reason."""

        SHIFT = "shift", _("no time suits the shift")
        NOT_NOW = "not_now", _("not now")

    round = models.ForeignKey(Round, models.CASCADE, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The last one counts."""

        constraints = [models.UniqueConstraint(fields=["round", "person"], name="round_answer_once")]

    def __str__(self) -> str:
        return f"{self.answer} in {self.round_id}"
