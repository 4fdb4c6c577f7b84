"""Surveys of a season and what people answer, without names (docs/decisions/0007-anonymous-surveys.md)."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import organisation
from core.organisation.thresholds import ANSWERS
from core.records import Data, Ground, Record
from core.sealed import SealedTextField
from verme.group.models import Membership, Mentoring
from verme.season.models import Season
from verme.survey import questions

if TYPE_CHECKING:
    from people.models import User


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Named sets of surveys."""

    def editable_by(self, user: User) -> Self:
        """HR makes, opens and closes them."""
        return self if user.is_hr and user.is_active else self.none()

    def visible_to(self, user: User) -> Self:
        """Results that have been released: HR, and who was in the season, as a member or a mentor, to its end."""
        if not user.is_active:
            return self.none()
        return self.filter(state=Survey.State.RELEASED) if user.is_hr else self.told_to(user)

    def told_to(self, user: User) -> Self:
        """The same without HR: those who were in the season. Needs no more of the person than the id."""
        inside = Q(season__in=_seasons(Membership, user)) | Q(season__in=_seasons(Mentoring, user))
        return self.filter(inside, state=Survey.State.RELEASED)

    def asked_of(self, user: User) -> Self:
        """Open ones to which this person is invited."""
        return self.taking_answers().filter(pk__in=Invitation.objects.filter(person=user).values("survey"))

    def taking_answers(self) -> Self:
        """Open, and the last day to answer is not over (in Finland, as the letter says it)."""
        return self.filter(state=Survey.State.OPEN, until__gte=timezone.localdate())

    def over(self) -> Self:
        """Open, though the last day to answer is over."""
        return self.filter(state=Survey.State.OPEN, until__lt=timezone.localdate())

    def for_update(self) -> Self:
        """Lock the row."""
        return self.select_for_update(of=("self",))


def _seasons(model: type[Membership] | type[Mentoring], user: User) -> Any:
    """Seasons in which the person is, or was when they ended: who left before sees nothing more of them."""
    rows = model._default_manager.filter(person=user)
    stayed = Q(ends_on=None) | Q(ends_on__gt=timezone.localdate())
    stayed |= Q(ends_on__gte=models.F("group__season__closed_on"))
    return rows.filter(stayed).values("group__season")


class Survey(models.Model):
    """A feedback survey or a topic poll of one season. No answer stands here, only what was computed of ten or more."""

    record = Record(
        data=Data.ANONYMOUS,
        readers="HR sees questions and how many were invited; released results HR, members and mentors of the season",
        purpose="HR learns from a season, and compares seasons by what they have helped",
        ground=Ground.WORK_SAFETY,
        kept=("survey_results",),
    )

    class Kind(models.TextChoices):
        """What it asks."""

        FEEDBACK = "feedback", _("feedback survey")
        TOPICS = "topics", _("topic poll")

    class State(models.TextChoices):
        """Where it is in its life."""

        DRAFT = "draft", _("draft")
        OPEN = "open", _("open")
        CLOSING = "closing", _("being counted")
        RELEASED = "released", pgettext_lazy("a survey", "closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    season = models.ForeignKey(Season, models.CASCADE, related_name="surveys")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    asked = models.JSONField(default=list)  # verme.survey.questions, frozen when it opens
    until = models.DateField(null=True)  # what the letter says; the last day, then it closes by itself
    least = models.PositiveSmallIntegerField(
        default=ANSWERS.least
    )  # of answers, as its page promises: frozen with them
    slips_printed = models.BooleanField(default=False)
    result = models.JSONField(null=True)  # verme.survey.results.release, computed once
    released_on = models.DateField(null=True, db_index=True)
    objects: SurveyQuerySet = SurveyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One of each kind is enough for a season."""

        constraints = [
            models.UniqueConstraint(fields=["season", "kind"], name="survey_once"),
            models.CheckConstraint(
                condition=Q(state="released", released_on__isnull=False, result__isnull=False)
                | (~Q(state="released") & Q(released_on=None, result=None)),
                name="survey_released_has_result",
            ),
            models.CheckConstraint(
                condition=Q(least__range=(ANSWERS.least, ANSWERS.most)), name="survey_least_within_bounds"
            ),
        ]

    def __str__(self) -> str:
        return f"survey {self.pk}"

    def get_absolute_url(self) -> str:
        """Its results."""
        return reverse("survey_results", args=[self.pk])

    @property
    def takes_answers(self) -> bool:
        """Open, and the day that its letter promises is not over. The job that closes it asks the same."""
        return self.state == self.State.OPEN and self.until is not None and timezone.localdate() <= self.until

    @property
    def promised(self) -> int:
        """Below so many answers nothing is told: what it was opened with, and before that what holds now."""
        return organisation.current().least_answers if self.state == self.State.DRAFT else self.least

    @property
    def questions(self) -> list[questions.Question]:
        """What it asks."""
        return questions.read(self.asked)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Named sets of invitations."""

    def by_mail(self) -> Self:
        """To people with an address."""
        return self.exclude(person__email="")

    def on_paper(self) -> Self:
        """To people without an address."""
        return self.filter(person__email="")

    def unsent(self) -> Self:
        """To whom no link has gone."""
        return self.filter(sent=False)


class Invitation(models.Model):
    """Somebody is asked. It knows nothing of tickets or answers, and has no time."""

    record = replace(Survey.record, data=Data.PROCESS, readers="nobody; HR sees how many", kept=("survey_raw",))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sent = models.BooleanField(default=False)
    objects: InvitationQuerySet = InvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Once for each person."""

        constraints = [models.UniqueConstraint(fields=["survey", "person"], name="invited_once")]

    def __str__(self) -> str:
        return f"invitation to {self.survey_id}"


class Ticket(models.Model):
    """The right to answer once, as the hash of 128 random bits. Nothing says whose it is.

    Rewritten in random order when the survey closes.
    """

    record = replace(Survey.record, readers="nobody", kept=("survey_raw",))

    hash = models.CharField(primary_key=True, max_length=64)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="tickets")
    used = models.BooleanField(default=False)

    def __str__(self) -> str:
        return "ticket"

    @staticmethod
    def hashed(secret: str) -> str:
        """What stands in the database for a ticket."""
        return hashlib.sha256(f"verme.ticket:{secret}".encode()).hexdigest()

    @staticmethod
    def secret() -> str:
        """128 random bits, in 22 characters."""
        return secrets.token_urlsafe(16)


class Answer(models.Model):
    """One person's answers: no name, no time, no order."""

    record = replace(
        Survey.record,
        readers="nobody: results are computed from ten answers or more",
        kept=("survey_raw",),
        sealed=("content",),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="answers")
    content = SealedTextField()  # JSON: question's key → answer

    def __str__(self) -> str:
        return "answer"
