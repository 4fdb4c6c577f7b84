"""A workshop or meeting with its agenda: who leads it, who sees it, who takes part, when it is, how its day goes."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import organisation
from core.names import list_key, sort_key
from core.records import Data, Ground, Record
from people.models import Unit, User
from people.supervision.models import SupervisionLine
from people.unit.models import Ancestry
from people.user.models import covered_by
from workshops.agenda import hosts
from workshops.day.schedule import planned
from workshops.facilitator.models import Facilitator, may_name_leaders

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workshops.day.start_times import Slot


class AgendaQuerySet(models.QuerySet["Agenda"]):
    """Named sets of agendas."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """As saving each would: with its sort key."""
        agendas = list(objs)
        for agenda in agendas:
            agenda.put_in_order()
        return super().bulk_create(agendas, *args, **kwargs)

    def visible_to(self, user: User) -> Self:
        """Those one leads; published ones that are for everybody or for one's unit, or that one has signed up for, or
        to which their host invites one. Adds ``can_edit``.
        """
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

    def of(self, user: User) -> Self:
        """Those that the person is named on or has a place in."""
        leads = Exists(Facilitating.objects.filter(agenda=OuterRef("pk"), person=user))
        return self.filter(Q(leads) | Q(Exists(SignUp.objects.of(user).placed().filter(agenda=OuterRef("pk")))))

    def for_update(self) -> Self:
        """Lock the row: places, the order and the running day change in turn."""
        return self.select_for_update(of=("self",))

    def ahead(self) -> Self:
        """Today's and the coming ones, not cancelled."""
        start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        rows = self.filter(starts_at__gte=start) | self.filter(begun_at__isnull=False, ended_at=None)
        return rows.exclude(state=Agenda.State.CANCELLED).order_by("starts_at", "pk")

    def found_by(self, words: Iterable[str]) -> Self:
        """Those with each of these words in their name, their place or a leader's name."""
        rows = self
        for word in words:
            leads = Facilitating.objects.filter(agenda=OuterRef("pk"), person__sort_key__contains=sort_key(word))
            spelled = Q(Exists(leads)) if sort_key(word) else Q()
            for form in {word, word.lower(), word.capitalize(), word.upper()}:  # SQLite knows capitals of a to z alone
                spelled |= Q(title__icontains=form) | Q(place__icontains=form)
            rows = rows.filter(spelled)
        return rows

    def with_places(self) -> Self:
        """Adds how many have a place."""
        placed = SignUp.objects.placed().filter(agenda=OuterRef("pk")).order_by().values("agenda")
        count = Subquery(placed.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        return self.annotate(placed=Coalesce(count, 0))

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

    A programme is made to be read. What people do in its rooms is for the rooms to say.
    """

    record = Record(
        data=Data.PROCESS,
        readers="its facilitators; once published its unit's people or everybody, as its facilitator chose",
        purpose="people plan a day together, and know when and where it is",
        ground=Ground.EMPLOYMENT,
        kept=("workshop",),
    )

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
    sort_key = models.CharField(max_length=450, editable=False, db_default="")  # the earlier code gives none
    starts_at = models.DateTimeField(db_index=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    language = models.CharField(
        _("language of the programme"), max_length=2, choices=User.Language.choices, default="fi"
    )
    organiser = models.CharField(_("organiser"), max_length=150, blank=True)  # empty: the employer
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    open_to = models.CharField(_("for whom"), max_length=4, choices=OpenTo.choices, default=OpenTo.UNIT)
    made_from = models.SlugField(max_length=40, blank=True)  # which ready-made day it began as (agenda/patterns.py)
    host = models.SlugField(max_length=20, blank=True)  # who decides on day, place and people (agenda/hosts.py)
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
    placed: int  # after with_places

    class Meta:
        ordering = ("starts_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(begun_at__isnull=False), name="agenda_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the derived column in step with the title (no rule lives here)."""
        self.put_in_order()
        if "title" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_key"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The page with the programme, for everybody who sees it."""
        return reverse("agenda_detail", args=[self.pk])

    def put_in_order(self) -> None:
        """The sort key of the title as it is now."""
        self.sort_key = list_key(self.title)[:450]

    @property
    def day(self) -> datetime.date:
        """The local day on which it begins."""
        return timezone.localtime(self.starts_at).date()

    @property
    def organised_by(self) -> str:
        """Who organises it."""
        return self.organiser or organisation.current().name

    @property
    def host_app(self) -> hosts.Host | None:
        """The app above that decides on its day and its people; None for its facilitators themselves."""
        return hosts.of(self)

    @property
    def is_running(self) -> bool:
        """Begun and not ended."""
        return self.begun_at is not None and self.ended_at is None and self.state != self.State.CANCELLED

    @property
    def is_full(self) -> bool:
        """Whether every place is taken: after `with_places`."""
        return self.capacity is not None and self.placed >= self.capacity

    @property
    def takes_sign_ups_now(self) -> bool:
        """One may sign up now."""
        if not self.takes_sign_ups or self.state != self.State.PUBLISHED or self.begun_at:
            return False
        last = self.sign_up_until or self.day
        return timezone.localdate() <= last and timezone.now() < self.starts_at

    def slots(self, blocks: Any = None) -> list[Slot]:
        """The planned times of its blocks, in order."""
        return planned(self, list(self.blocks.all()) if blocks is None else blocks)


class Facilitating(models.Model):
    """Somebody leads an agenda, and from when: what groups did before then is not theirs to read (`GroupWork`)."""

    record = replace(Agenda.record, readers="whoever sees the agenda")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="facilitatings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("person__sort_key", "pk")
        constraints = [models.UniqueConstraint(fields=["agenda", "person"], name="facilitating_once")]

    def __str__(self) -> str:
        return f"facilitates {self.agenda_id}"


def without_leader(user: User) -> AgendaQuerySet:
    """For those who name leaders: coming agendas that nobody may lead any more, since people leave and lines end.

    Title and day only. A hosted one always has somebody: its host.
    """
    if not may_name_leaders(user):
        return Agenda.objects.none()
    line = SupervisionLine.objects.live().filter(
        supervisor=OuterRef("person"), unit__below__unit=OuterRef("agenda__unit")
    )
    registered = Exists(Facilitator.objects.filter(person=OuterRef("person")))
    able = Q(person__is_hr=True) | Q(registered) | Q(Exists(line))
    led = Facilitating.objects.filter(able, agenda=OuterRef("pk"), person__is_active=True)
    return Agenda.objects.ahead().filter(~Exists(led), ended_at=None, host="")


class PlaceQuerySet(models.QuerySet["SignUp"]):
    """Named sets of sign-ups."""

    def visible_to(self, user: User) -> Self:
        """One's own."""
        return self.filter(person=user)

    def editable_by(self, user: User) -> Self:
        """Of the agendas that the user leads."""
        return self.filter(agenda__in=Agenda.objects.editable_by(user).values("pk"))

    def of(self, user: User) -> Self:
        """One's own."""
        return self.filter(person=user)

    def placed(self) -> Self:
        """With a place. A leaver has none."""
        return self.filter(state=SignUp.State.PLACED, person__is_active=True)

    def waiting(self) -> Self:
        """On the waiting list, who came first first."""
        return self.filter(state=SignUp.State.WAITLIST, person__is_active=True).order_by("at", "pk")


class SignUp(models.Model):
    """Somebody takes part, or waits for a place. No reason is ever asked."""

    record = Record(
        data=Data.PROCESS,
        readers="the person and the facilitators",
        purpose="places are given in order, and people know whether they have one",
        ground=Ground.EMPLOYMENT,
        kept=("workshop_sign_ups",),
    )

    class State(models.TextChoices):
        """Whether there is a place."""

        PLACED = "placed", _("has a place")
        WAITLIST = "waitlist", _("on the waiting list")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="sign_ups")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices)
    at = models.DateTimeField(default=timezone.now)  # the order of the waiting list
    objects: PlaceQuerySet = PlaceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint(fields=["agenda", "person"], name="workshop_sign_up_once")]
        indexes = [models.Index(fields=["agenda", "state", "at"], name="workshop_sign_up_queue")]

    def __str__(self) -> str:
        return f"sign-up {self.pk}"


class OwnTemplateQuerySet(models.QuerySet["OwnTemplate"]):
    """Named sets of own templates."""

    def visible_to(self, user: User) -> Self:
        """One's own."""
        return self.filter(owner=user)

    def editable_by(self, user: User) -> Self:
        """One's own."""
        return self.filter(owner=user)


class OwnTemplate(models.Model):
    """The blocks of an agenda, without day, people and files.

    ``blocks`` are rows as `workshops.block.actions.plan_of` writes them.
    """

    record = Record(
        data=Data.PROCESS,
        readers="its owner",
        purpose="a good day can be planned again without writing it anew",
        ground=Ground.EMPLOYMENT,
        until="its owner deletes it",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=2, default="fi")
    starts = models.TimeField(default=datetime.time(9))
    blocks = models.JSONField(default=list)
    saved_at = models.DateTimeField(default=timezone.now)
    objects: OwnTemplateQuerySet = OwnTemplateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="own_template_once")]

    def __str__(self) -> str:
        return self.name
