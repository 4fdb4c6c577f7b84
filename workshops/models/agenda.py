"""A workshop or meeting with its agenda: who leads it, who sees it, when it is, how its day goes."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Unit, User
from people.models.units import Ancestry, SupervisionLine, UnitQuerySet
from people.models.users import covered_by
from workshops import hosts

if TYPE_CHECKING:
    from workshops.chain import Slot

HOURS_KEPT_OPEN = 12  # after its planned end, a day that nobody ended is over


class FacilitatorQuerySet(models.QuerySet["Facilitator"]):
    """Named sets of facilitators."""

    def visible_to(self, user: User) -> Self:
        """HR keeps the register."""
        return self if user.is_hr and user.is_active else self.none()

    def editable_by(self, user: User) -> Self:
        """HR keeps the register."""
        return self.visible_to(user)


class Facilitator(models.Model):
    """Somebody whom HR has named to lead workshops for any unit. A supervisor leads those of their own unit anyway.

    Seen by: HR. Lives: until HR takes it out. Nothing encrypted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    named_on = models.DateField(default=timezone.localdate)
    objects: FacilitatorQuerySet = FacilitatorQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """By name."""

        ordering = ("person__sort_key", "pk")

    def __str__(self) -> str:
        return f"facilitator {self.person_id}"


def facilitates(user: User) -> bool:
    """Whether this person may make an agenda at all: a supervisor or deputy, HR, or somebody in the register."""
    if not user.is_active:
        return False
    return user.is_hr or user.supervises or Facilitator.objects.filter(person=user).exists()


def facilitates_anywhere(user: User) -> bool:
    """Whether they may do so for any unit and for the whole organisation: HR and the register."""
    return user.is_active and (user.is_hr or Facilitator.objects.filter(person=user).exists())


def units_of(user: User) -> UnitQuerySet:
    """The units for which this person may make an agenda."""
    rows = Unit.objects.visible_to(user)
    return rows if facilitates_anywhere(user) else rows.filter(covered_by(user, "pk"))


class AgendaQuerySet(models.QuerySet["Agenda"]):
    """Named sets of agendas."""

    def visible_to(self, user: User) -> Self:
        """Those one leads; published ones that are for everybody or for one's unit, or that one has signed up for, or
        to which their host invites one. Adds ``can_edit``.
        """
        from workshops.models.places import SignUp

        if not user.is_active:
            return self.none()
        signed_up = Exists(SignUp.objects.filter(agenda=OuterRef("pk"), person=user).exclude(state="withdrawn"))
        here = Exists(Ancestry.objects.filter(unit=user.unit_id, ancestor=OuterRef("unit_id")))
        shown = Q(open_to=Agenda.OpenTo.EVERYBODY) | Q(here) | Q(signed_up) | hosts.seen_by(user)
        found = self.annotate(can_edit=ExpressionWrapper(_led_by(user), output_field=BooleanField()))
        return found.filter(Q(can_edit=True) | (~Q(state=Agenda.State.DRAFT) & shown))

    def editable_by(self, user: User) -> Self:
        """The facilitators named on it, while they may facilitate: HR and the register anywhere, a supervisor where
        a live line of theirs stands on its unit or above. HR as such edits nobody's agenda but those that it hosts.
        """
        return self.filter(_led_by(user)) if user.is_active else self.none()

    def for_update(self) -> Self:
        """Lock the row: places, the order and the running day change in turn."""
        return self.select_for_update(of=("self",))

    def ahead(self) -> Self:
        """Today's and the coming ones, not cancelled."""
        start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        rows = self.filter(starts_at__gte=start) | self.filter(begun_at__isnull=False, ended_at=None)
        return rows.exclude(state=Agenda.State.CANCELLED).order_by("starts_at", "pk")

    def running(self) -> Self:
        """Begun and not ended."""
        since = timezone.now() - datetime.timedelta(hours=36)
        return self.filter(begun_at__gte=since, ended_at=None).exclude(state=Agenda.State.CANCELLED)


def _led_by(user: User) -> Q:
    named = Exists(Facilitating.objects.filter(agenda=OuterRef("pk"), person=user.pk))
    hosted = hosts.led_by(user)
    if user.is_hr:
        return Q(named) | hosted
    registered = Exists(Facilitator.objects.filter(person=user.pk))
    return Q(named) & (Q(registered) | Q(covered_by(user, "unit_id"))) | hosted


class Agenda(models.Model):
    """A workshop, a seminar or a meeting: when, where, for whom, and its blocks in order (`Block`).

    Seen by: its facilitators; once published, the people of its unit or everybody, as its facilitator chose; what
    people do in its rooms is for the rooms to say. Lives: 24 months after its day; sign-ups and attendance shorter
    (docs/decisions/0003-workshops.md). Nothing encrypted: a programme is made to be read.
    """

    class State(models.TextChoices):
        """Whether people see it."""

        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("cancelled")

    class OpenTo(models.TextChoices):
        """For whom it is, once published."""

        UNIT = "unit", _("the unit and those below it")
        EVERYBODY = "all", _("everybody")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=150)
    starts_at = models.DateTimeField(db_index=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    language = models.CharField(
        _("language of the programme"), max_length=2, choices=User.Language.choices, default="fi"
    )
    organiser = models.CharField(_("organiser"), max_length=150, blank=True)  # empty: the employer
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    open_to = models.CharField(_("for whom"), max_length=4, choices=OpenTo.choices, default=OpenTo.UNIT)
    made_from = models.SlugField(max_length=40, blank=True)  # which ready-made day it began as (workshops/patterns.py)
    host = models.SlugField(max_length=20, blank=True)  # who decides on day, place and people (workshops/hosts.py)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    takes_sign_ups = models.BooleanField(_("people sign up"), default=False)
    capacity = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)  # empty: no limit
    sign_up_until = models.DateField(null=True, blank=True)  # empty: until it begins
    calendar_sequence = models.PositiveIntegerField(default=0)  # .ics SEQUENCE
    version = models.PositiveIntegerField(default=1)  # moves with every change of the blocks and of the running day
    begun_at = models.DateTimeField(null=True)  # the day itself
    ended_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    objects: AgendaQuerySet = AgendaQuerySet.as_manager()  # type: ignore[assignment]
    can_edit: bool  # after visible_to

    class Meta:
        """In order of time."""

        ordering = ("starts_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(begun_at__isnull=False), name="agenda_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page with the programme, for everybody who sees it."""
        return reverse("agenda_detail", args=[self.pk])

    @property
    def day(self) -> datetime.date:
        """The local day on which it begins."""
        return timezone.localtime(self.starts_at).date()

    @property
    def organised_by(self) -> str:
        """Who organises it."""
        return self.organiser or settings.EMPLOYER_NAME

    @property
    def hosted(self) -> hosts.Host | None:
        """The app above that decides on its day and its people; None for its facilitators themselves."""
        return hosts.of(self)

    @property
    def is_running(self) -> bool:
        """Begun and not ended."""
        return self.begun_at is not None and self.ended_at is None and self.state != self.State.CANCELLED

    @property
    def calls(self) -> bool:
        """One may sign up now."""
        if not self.takes_sign_ups or self.state != self.State.PUBLISHED or self.begun_at:
            return False
        last = self.sign_up_until or self.day
        return timezone.localdate() <= last and timezone.now() < self.starts_at

    def slots(self, blocks: Any = None) -> list[Slot]:
        """The planned times of its blocks, in order."""
        from workshops.day import planned

        return planned(self, list(self.blocks.all()) if blocks is None else blocks)


class Facilitating(models.Model):
    """Somebody leads an agenda. Seen by: whoever sees the agenda. Lives: with it. Nothing encrypted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="facilitatings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        """Once for each person, by name."""

        ordering = ("person__sort_key", "pk")
        constraints = [models.UniqueConstraint(fields=["agenda", "person"], name="facilitating_once")]

    def __str__(self) -> str:
        return f"facilitates {self.agenda_id}"


def left_alone(user: User) -> AgendaQuerySet:
    """For HR: coming agendas that nobody may lead any more, since people leave and lines end. Title and day only.

    A hosted one always has somebody: its host.
    """
    if not (user.is_active and user.is_hr):
        return Agenda.objects.none()
    line = SupervisionLine.objects.live().filter(
        supervisor=OuterRef("person"), unit__below__unit=OuterRef("agenda__unit")
    )
    registered = Exists(Facilitator.objects.filter(person=OuterRef("person")))
    able = Q(person__is_hr=True) | Q(registered) | Q(Exists(line))
    led = Facilitating.objects.filter(able, agenda=OuterRef("pk"), person__is_active=True)
    return Agenda.objects.ahead().filter(~Exists(led), ended_at=None, host="")


def who_may_lead(agenda: Agenda) -> models.QuerySet[User]:
    """People who could be named on this agenda: HR, the register, and supervisors and deputies on its unit or above."""
    line = SupervisionLine.objects.live().filter(supervisor=OuterRef("pk"), unit__below__unit=agenda.unit_id)
    registered = Exists(Facilitator.objects.filter(person=OuterRef("pk")))
    return User.objects.active().filter(Q(is_hr=True) | Q(registered) | Q(Exists(line)))
