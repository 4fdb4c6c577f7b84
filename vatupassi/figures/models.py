"""A release of figures, what is frozen for it, and what is left of a deleted conversation until then."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.records import Data, Ground, Record
from vatupassi.conversation.models import Occasion
from vatupassi.figures.terms import Term

if TYPE_CHECKING:
    from people.models import User


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Named sets of releases."""

    def of(self, term: Term) -> Self:
        """That of a term: there is at most one."""
        return self.filter(year=term.year, half=term.half)

    def made(self) -> Self:
        """Those that have been released, the newest first."""
        return self.filter(state=Release.State.MADE).order_by("-last_day")

    def visible_to(self, user: User) -> Self:
        """What has been released is the same for all staff, from the first day on."""
        return self.made() if user.is_active else self.none()

    def editable_by(self, user: User) -> Self:
        """HR has the figures of a term that is over counted."""
        return self if user.is_hr else self.none()

    def for_update(self) -> Self:
        """Lock the row: a release that is asked for twice is made once."""
        return self.select_for_update(of=("self",))


class Release(models.Model):
    """The figures of one term: frozen when it ends, counted once, and from then on only shown."""

    record = Record(
        data=Data.PUBLIC,
        readers="all staff, the same for everybody",
        purpose="it is known whether early support happens, and not with whom",
        ground=Ground.NOBODY,
        kept=("figures",),
    )

    class State(models.TextChoices):
        """Where it is."""

        FROZEN = "frozen"  # the term is over, and nobody has asked for its figures
        WAITING = "waiting"
        COUNTING = "counting"
        MADE = "made"
        STOPPED = "stopped"  # the attacker opened it: nothing is shown
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField()
    half = models.CharField(max_length=5)
    last_day = models.DateField(db_index=True)
    frozen_at = models.DateTimeField(default=timezone.now)
    limits = models.JSONField()  # the thresholds of the day on which it was frozen
    state = models.CharField(max_length=8, choices=State.choices, default=State.FROZEN)
    step = models.CharField(max_length=10, blank=True)  # how far the worker is
    beat_at = models.DateTimeField(null=True)
    released_on = models.DateField(null=True)
    figures = models.JSONField(null=True)  # all that is shown, in its final form: vatupassi/figures/counting.py
    objects: ReleaseQuerySet = ReleaseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """The newest first; one for each term."""

        ordering = ("-last_day",)
        constraints = [
            models.UniqueConstraint(fields=["year", "half"], name="release_once"),
            models.CheckConstraint(
                condition=Q(state="made", released_on__isnull=False, figures__isnull=False)
                | ~Q(state="made") & Q(released_on=None, figures=None),
                name="release_made_has_figures",
            ),
        ]

    def __str__(self) -> str:
        return f"release {self.year} {self.half}"

    @property
    def term(self) -> Term:
        """Of which it tells."""
        return Term(self.year, self.half)

    @property
    def is_under_way(self) -> bool:
        """Whether somebody has asked for it."""
        return self.state in (self.State.WAITING, self.State.COUNTING)


class FrozenUnit(models.Model):
    """A unit as it was when the term ended. What HR reorganises later changes no figure of it."""

    record = replace(
        Release.record, data=Data.DIRECTORY, readers="nobody", ground=Ground.WORK_SAFETY, until="the figures are told"
    )

    release = models.ForeignKey(Release, models.CASCADE, related_name="units")
    number = models.PositiveIntegerField()  # in the order of the tree: 0 is the whole organisation
    parent = models.IntegerField()  # its number; -1 for the whole
    unit = models.UUIDField(null=True)
    names = models.JSONField()  # fi, sv, en

    class Meta:
        """In the order of the tree."""

        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["release", "number"], name="frozen_unit_once")]

    def __str__(self) -> str:
        return f"{self.number} of {self.release_id}"


class FrozenPlace(models.Model):
    """In which unit a person was when the term ended, and who led them: that, and nothing of conversations."""

    record = replace(FrozenUnit.record)

    release = models.ForeignKey(Release, models.CASCADE, related_name="places")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    unit = models.PositiveIntegerField()  # the number of a FrozenUnit
    supervisor = models.UUIDField(null=True)

    class Meta:
        """Each person once."""

        constraints = [models.UniqueConstraint(fields=["release", "person"], name="frozen_place_once")]

    def __str__(self) -> str:
        return f"place in {self.release_id}"


class Remainder(models.Model):
    """What a deleted conversation leaves of itself to the figures of a term: no person, no pair, no day.

    All rows are written anew, with new ids and in random order, whenever some are added (`remainders.keep`).
    """

    record = Record(
        data=Data.PROCESS,
        readers="nobody; counted",
        purpose="a conversation counts in its term, although it has been deleted",
        ground=Ground.WORK_SAFETY,
        kept=("remainder",),
        until="the figures of its term are told",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField()
    half = models.CharField(max_length=5)
    unit = models.UUIDField(null=True)
    occasion = models.ForeignKey(Occasion, models.PROTECT, related_name="+", null=True)
    # Each says whether it counts one person more: what another conversation of the same person counts, this does not
    offered = models.BooleanField(default=False)
    held = models.BooleanField(default=False)
    held_about = models.BooleanField(default=False)  # with this occasion
    in_time = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"remainder of {self.year} {self.half}"

    @property
    def term(self) -> Term:
        """Which it counts in."""
        return Term(self.year, self.half)
