"""The annual clock: what comes back every year, in two rings and at three levels (domain.md B4, B8–9)."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.formats import on_weekdays
from core.records import Data, Ground, Record
from core.worded import Words
from people.models import Unit
from people.unit.models import Ancestry
from people.user.models import covered_by
from workshops.agenda.models import Agenda

if TYPE_CHECKING:
    from people.models import User

YEAR = range(1, 13)


def led_units(user: User) -> models.QuerySet[Unit]:
    """The units that this person leads today, as supervisor or deputy, and those below them."""
    return Unit.objects.visible_to(user).filter(covered_by(user, "pk"))


def units_with_a_clock(user: User) -> models.QuerySet[Unit]:
    """Whose clock this person may look at: their own unit's and those they lead."""
    return Unit.objects.visible_to(user).filter(Q(pk=user.unit_id) | covered_by(user, "pk"))


def unit_readers(user: User, unit: str) -> Q:
    """Who sees what a unit keeps for itself: its people and all below it, and who leads it.

    ``unit`` is a field path; empty means the whole organisation, and then everybody sees it.
    """
    here = Exists(Ancestry.objects.filter(unit=user.unit_id, ancestor=OuterRef(unit)))
    return Q(**{unit: None}) | Q(here) | Q(covered_by(user, unit))


def unit_keepers(user: User, unit: str) -> Q:
    """Who keeps it: HR the whole organisation's, a supervisor or deputy what belongs to a unit that they lead."""
    led = Q(covered_by(user, unit))
    return Q(**{unit: None}) | led if user.is_hr else led


class ClockEventQuerySet(models.QuerySet["ClockEvent"]):
    """Named sets of events."""

    def visible_to(self, user: User) -> Self:
        """The organisation's events and those of one's own unit and the units above it. Adds ``can_edit``."""
        if not user.is_active:
            return self.none()
        can_edit = ExpressionWrapper(unit_keepers(user, "unit_id"), output_field=BooleanField())
        return self.filter(unit_readers(user, "unit_id")).annotate(can_edit=can_edit)

    def editable_by(self, user: User) -> Self:
        """HR keeps the organisation's clock, a supervisor their unit's."""
        return self.filter(unit_keepers(user, "unit_id")) if user.is_active else self.none()

    def on_clock_of(self, unit: Unit | None) -> Self:
        """What stands on a unit's clock: its own, those of the units above it and the organisation's."""
        above = Ancestry.objects.filter(unit=unit).values("ancestor")
        return self.filter(Q(unit=None) | Q(unit__in=above))


class ClockEvent(models.Model):
    """Something that comes back every year, in some months or each week.

    No person is named: the responsible is a role.
    """

    record = Record(
        data=Data.PUBLIC,
        readers="everybody, if it is the organisation's; otherwise the unit and those below, and its leaders",
        purpose="what comes back every year is known to those whom it concerns",
        ground=Ground.NOBODY,
        until="its keeper removes it: it names nobody",
    )

    class Ring(models.TextChoices):
        """The outer ring sets the direction, the inner one steers the work."""

        STRATEGIC = "strategic", _("strategic")
        OPERATIONAL = "operational", _("operational")

    class Level(models.TextChoices):
        """Whose matter it is."""

        ORGANISATION = "organisation", _("organisation")
        COMMUNITY = "community", _("work community")
        EMPLOYEE = "employee", _("employee")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    code = models.SlugField(max_length=40, blank=True)  # of those that came from the template
    title_fi = models.CharField(_("name in Finnish"), max_length=80)
    title_sv = models.CharField(_("name in Swedish"), max_length=80, blank=True)
    title_en = models.CharField(_("name in English"), max_length=80, blank=True)
    ring = models.CharField(
        pgettext_lazy("of the annual clock", "ring"), max_length=12, choices=Ring.choices, default=Ring.STRATEGIC
    )
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, default=Level.COMMUNITY)
    months = models.JSONField(default=list)  # 1–12 in order; empty: the whole year
    weekdays = models.JSONField(default=list)  # 0 = Monday; empty: no rhythm by the week
    responsible = models.CharField(_("who is responsible"), max_length=120, blank=True)
    agenda = models.ForeignKey(Agenda, models.SET_NULL, null=True, blank=True, related_name="+")
    link = models.SlugField(max_length=20, blank=True)  # its code in clock/links.py, registered from above
    target = models.UUIDField(null=True, blank=True)  # one particular thing behind the link; None: whatever is there
    revision = models.PositiveIntegerField(default=0, db_default=0, editable=False)  # of HR’s form
    objects: ClockEventQuerySet = ClockEventQuerySet.as_manager()  # type: ignore[assignment]

    can_edit: bool  # annotated by visible_to
    title = Words("title")

    class Meta:
        ordering = ("ring", "title_fi", "pk")
        constraints = [
            models.UniqueConstraint(fields=["unit", "code"], condition=~Q(code=""), name="clock_event_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(unit=None) & ~Q(code=""), name="clock_event_once_for_all"
            ),
        ]

    def __str__(self) -> str:
        return self.title.labelled

    @property
    def all_year(self) -> bool:
        """Whether it has no month of its own."""
        return not self.months or len(self.months) == len(YEAR)

    @property
    def runs(self) -> list[tuple[int, int]]:
        """Its months as unbroken runs (first month, how many). December goes on into January."""
        if self.all_year:
            return [(1, 12)]
        firsts = [month for month in self.months if (month - 2) % 12 + 1 not in self.months]
        return [(first, next(n for n in YEAR if (first + n - 1) % 12 + 1 not in self.months)) for first in firsts]

    @property
    def when(self) -> str:
        """In words: “helmikuu–maaliskuu, syyskuu” or “keskiviikkoisin, koko vuosi”."""
        names = [
            str(MONTHS[first]) if length == 1 else f"{MONTHS[first]}–{MONTHS[(first + length - 2) % 12 + 1]}"
            for first, length in self.runs
        ]
        months = gettext("all year round") if self.all_year else ", ".join(names)
        return f"{on_weekdays(self.weekdays)}, {months}" if self.weekdays else months

    def is_in(self, day: datetime.date) -> bool:
        """Whether the day's month is one of its own; what lasts all year is not news in any month."""
        return not self.all_year and day.month in self.months

    def months_until(self, day: datetime.date) -> int:
        """How many months to its next one: 0 in its month, 1 in the month before it, over the turn of the year too."""
        return min(((month - day.month) % 12 for month in self.months), default=0)

    @property
    def is_now(self) -> bool:
        """In its month today, by the Finnish calendar."""
        return self.is_in(timezone.localdate())
