"""Sessions of a group: time, theme, attendance, methods, and which have been reminded of."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.records import Data, Ground
from verme.group.models import Group, Membership, Mentoring

if TYPE_CHECKING:
    from people.models import User


class SessionQuerySet(models.QuerySet["Session"]):
    """Named sets of sessions."""

    def visible_to(self, user: User) -> Self:
        """Those inside the group: HR reads the kooste instead."""
        return self.filter(group__in=Group.objects.inside(user).values("pk"))

    def dated_for(self, user: User) -> Self:
        """Whose day and place the user may know: of their own groups; HR of all. Of what is written there, nothing."""
        return self.filter(group__in=Group.objects.visible_to(user).exclude(state=Group.State.FORMING).values("pk"))

    def ever_of(self, user: User) -> Self:
        """Those of groups in which the person is or has been: their times were theirs to know."""
        member = Membership.objects.of(user).filter(group=OuterRef("group"))
        return self.filter(Exists(member) | Exists(Mentoring.objects.of(user).filter(group=OuterRef("group"))))

    def led_by(self, user: User) -> Self:
        """Of groups that this mentor leads now and that have not ended."""
        return self.filter(group__in=Group.objects.led_by(user).filter(state=Group.State.CONFIRMED).values("pk"))

    def writable_by(self, user: User) -> Self:
        """Where a member or the mentor may still write: the group has not ended, the session is not cancelled."""
        live = self.visible_to(user).filter(group__state=Group.State.CONFIRMED)
        return live.exclude(state=Session.State.CANCELLED)

    def ahead(self) -> Self:
        """Planned and not over yet."""
        since = timezone.now() - datetime.timedelta(hours=3)
        return self.filter(state=Session.State.PLANNED, starts_at__gte=since).order_by("starts_at")

    def coming(self) -> Self:
        """Planned and not begun: what stands ahead in a calendar."""
        return self.filter(state=Session.State.PLANNED, starts_at__gt=timezone.now())

    def from_today(self) -> Self:
        """Planned for today or later. (`ahead` knows the minute; this may be a prepared query.)"""
        return self.filter(state=Session.State.PLANNED, starts_at__date__gte=timezone.localdate())

    def for_update(self) -> Self:
        """Lock the row."""
        return self.select_for_update(of=("self",))


class Session(models.Model):
    """One meeting of a group. The theme is plain, since it goes to HR; what is written at the session is sealed."""

    record = replace(
        Membership.record, readers="the live members and mentor; HR sees the day, the theme and the kooste"
    )

    class State(models.TextChoices):
        """Whether it is held."""

        PLANNED = "planned", _("planned")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=120)
    place = models.CharField(_("place"), max_length=200, blank=True)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    theme_arose = models.BooleanField(_("the theme arose in the meeting"), default=False)
    coffee = models.CharField(_("coffee order"), max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    calendar_sequence = models.PositiveIntegerField(default=0)  # .ics SEQUENCE
    objects: SessionQuerySet = SessionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In order of time."""

        ordering = ("starts_at", "pk")
        indexes = [
            models.Index(fields=["group", "starts_at"], name="session_of_group"),
            models.Index(fields=["starts_at"], name="session_by_day"),
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"

    def get_absolute_url(self) -> str:
        """The session's own page."""
        return reverse("session_detail", args=[self.pk])

    @property
    def has_begun(self) -> bool:
        """Attendance can be marked and a kooste made."""
        return self.state == self.State.PLANNED and self.starts_at <= timezone.now()

    @property
    def stage(self) -> str:
        """What its page opens: "before", "now" on its day until it ends, "end". One that is not held stays before."""
        now = timezone.now()
        if self.state == self.State.CANCELLED or timezone.localdate(self.starts_at) > timezone.localdate(now):
            return "before"
        return "now" if now < self.ends_at else "end"

    @property
    def ends_at(self) -> datetime.datetime:
        """When it ends."""
        return self.starts_at + datetime.timedelta(minutes=self.minutes)


class Attendance(models.Model):
    """Somebody was present. The name stays as it was when somebody has left."""

    record = replace(Session.record, readers="the live members, the mentor and HR, as a part of the kooste")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=190)
    sort_key = models.CharField(max_length=190)

    class Meta:
        """Once for each person, in the order of names."""

        ordering = ("sort_key", "pk")
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="attendance_once")]

    def __str__(self) -> str:
        return f"attendance {self.pk}"


class SessionMethod(models.Model):
    """A method card picked into a session's plan (verme/methods.py)."""

    record = replace(Session.record, readers="the live members and mentor")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="methods")
    card = models.CharField(max_length=20)

    class Meta:
        """Each card once."""

        constraints = [models.UniqueConstraint(fields=["session", "card"], name="session_method_once")]

    def __str__(self) -> str:
        return self.card


class SessionReminder(models.Model):
    """A group was reminded of a meeting at this time; a moved one may be reminded of anew. Written with the letters."""

    record = replace(
        Session.record, data=Data.TECHNICAL, readers="nobody", ground=Ground.NOBODY, purpose="nobody is reminded twice"
    )

    session = models.ForeignKey(Session, models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Two workers at once, or one after a crash, send once."""

        constraints = [models.UniqueConstraint(fields=["session", "starts_at"], name="session_reminder_once")]

    def __str__(self) -> str:
        return f"reminder of {self.session_id}"
