"""A season of peer-group mentoring: who sees it and its state."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.names import list_key
from core.records import Data, Ground, Record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from people.models import User


class SeasonQuerySet(models.QuerySet["Season"]):
    """Named sets of seasons."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """As saving each would: with its sort key."""
        seasons = list(objs)
        for season in seasons:
            season.put_in_order()
        return super().bulk_create(seasons, *args, **kwargs)

    def visible_to(self, user: User) -> Self:
        """Everybody from the call on; drafts HR alone."""
        if not user.is_active:
            return self.none()
        return self if user.is_hr else self.exclude(state=Season.State.DRAFT)

    def editable_by(self, user: User) -> Self:
        """HR runs the seasons."""
        return self if user.is_hr and user.is_active else self.none()

    def calling(self) -> Self:
        """With the call open: one may sign up."""
        return self.filter(state=Season.State.CALL, sign_up_until__gte=timezone.localdate())

    def for_update(self) -> Self:
        """Lock the row: places in one season are given, taken and moved in turn."""
        return self.select_for_update(of=("self",))


class Season(models.Model):
    """A term or an academic year of groups. The numbers are settings; their defaults come from the source.

    6–8 members meet 5–8 times for 2–3 h (domain.md D16–17; nationally 1½–3 h), or 5–6 times in an academic year for
    1½ h (E28).
    """

    record = Record(
        data=Data.PUBLIC,
        readers="everybody at work, from the call on",
        purpose="peers meet in groups and support each other at work",
        ground=Ground.NOBODY,
        until="HR removes it: it names nobody",
    )

    class Kind(models.TextChoices):
        """How long it lasts."""

        TERM = "term", _("term")
        YEAR = "year", _("academic year")

    class State(models.TextChoices):
        """Where the season is in its life."""

        DRAFT = "draft", _("draft")
        CALL = "call", _("call open")
        RUNNING = "running", _("running")
        CLOSED = "closed", pgettext_lazy("a season", "closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=80)
    sort_key = models.CharField(max_length=250, editable=False, db_default="")  # the earlier code gives none
    kind = models.CharField(_("length"), max_length=4, choices=Kind.choices, default=Kind.TERM)
    starts_on = models.DateField()
    ends_on = models.DateField()
    sign_up_until = models.DateField()
    members_min = models.PositiveSmallIntegerField(_("members at least"), default=6)
    members_max = models.PositiveSmallIntegerField(_("members at most"), default=8)
    sessions_planned = models.PositiveSmallIntegerField(_("sessions"), default=6)
    session_minutes = models.PositiveSmallIntegerField(default=120)
    text_fi = models.TextField(_("own words for the call, in Finnish"), max_length=2000, blank=True)
    text_sv = models.TextField(_("own words for the call, in Swedish"), max_length=2000, blank=True)
    text_en = models.TextField(_("own words for the call, in English"), max_length=2000, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    closed_on = models.DateField(null=True, db_index=True)  # the retention clocks start here
    composing = models.BooleanField(default=False)  # HR has begun to: from then on nobody gets a place without HR
    revision = models.PositiveIntegerField(default=0, db_default=0, editable=False)  # of HR’s form
    objects: SeasonQuerySet = SeasonQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """The newest first."""

        ordering = ("-starts_on", "sort_key", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="season_ends_after_start"),
            models.CheckConstraint(condition=Q(members_max__gte=F("members_min")), name="season_most_not_below_least"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on=None)),
                name="season_closed_has_date",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the derived column in step with the name (no rule lives here)."""
        self.put_in_order()
        if "name" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_key"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """HR's page of the season."""
        return reverse("season_detail", args=[self.pk])

    def put_in_order(self) -> None:
        """The sort key of the name as it is now."""
        self.sort_key = list_key(self.name)[:250]

    @property
    def text(self) -> str:
        """HR's own words in the reader's language; what has not been translated is not shown."""
        return getattr(self, f"text_{(translation.get_language() or 'fi')[:2]}", "")

    @property
    def is_calling(self) -> bool:
        """One may sign up today."""
        return self.state == self.State.CALL and self.sign_up_until >= timezone.localdate()

    @property
    def is_open(self) -> bool:
        """Not closed: groups live and may change."""
        return self.state != self.State.CLOSED
