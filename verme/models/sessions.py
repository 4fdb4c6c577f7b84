"""Sessions of a group: time, theme, attendance, methods, ideas, the mentor's diary, and the kooste for HR."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access import ReadItem
from verme.models.season import Group, Membership
from verme.models.texts import InGroup, reads
from verme.models.written import Written

if TYPE_CHECKING:
    from people.models import User


class SessionQuerySet(models.QuerySet["Session"]):
    """Named sets of sessions."""

    def visible_to(self, user: User) -> Self:
        """Those inside the group: HR reads the kooste instead."""
        return self.filter(group__in=Group.objects.inside(user).values("pk"))

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

    def from_today(self) -> Self:
        """Planned for today or later. (`ahead` knows the minute; this may be a prepared query.)"""
        return self.filter(state=Session.State.PLANNED, starts_at__date__gte=timezone.localdate())

    def for_update(self) -> Self:
        """Lock the row."""
        return self.select_for_update(of=("self",))


class Session(models.Model):
    """One meeting of a group.

    Seen by: the live members and mentor; HR sees its kooste. Lives: 24 months after the season (as the kooste).
    The theme is P2 and plain, since it goes to HR; what is written at the session is sealed.
    """

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
        indexes = [models.Index(fields=["group", "starts_at"], name="session_of_group")]

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
    def ends_at(self) -> datetime.datetime:
        """When it ends."""
        return self.starts_at + datetime.timedelta(minutes=self.minutes)


class Attendance(models.Model):
    """Somebody was present. The name stays as it was when somebody has left. Seen by, lives: as the kooste."""

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
    """A method card picked into a session's plan (verme/methods.py). Seen by, lives: as the session."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="methods")
    card = models.CharField(max_length=20)

    class Meta:
        """Each card once."""

        constraints = [models.UniqueConstraint(fields=["session", "card"], name="session_method_once")]

    def __str__(self) -> str:
        return self.card


class GroupIdeaQuerySet(models.QuerySet["Idea"]):
    """Named sets of ideas."""

    def readable_by(self, user: User) -> Self:
        """As the group's other texts; what somebody still writes is theirs alone."""
        inside = self.filter(reads(user, "group_id", "day"))
        return inside.filter(~Q(state=Idea.State.DRAFT) | Q(by=user))

    def put(self) -> Self:
        """Put to the group: drafts are not."""
        return self.exclude(state=Idea.State.DRAFT)


class Idea(InGroup):
    """Something that the group might pass on. It goes onward only when every live member has said yes.

    Seen by: its writer alone while they write it; then the live members and mentor; once approved its words are copied
    plain into ``passed_on`` (P2), which the kooste shows to HR. Lives: as the session. The text (P3) is encrypted.
    """

    class State(models.TextChoices):
        """How far it has come."""

        DRAFT = "draft", _("being written")
        ASKED = "asked", _("waits for everybody’s yes")
        APPROVED = "approved", _("approved by all")
        DROPPED = "dropped", _("stays in the group")

    session = models.ForeignKey(Session, models.CASCADE, related_name="ideas")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    passed_on = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    objects: GroupIdeaQuerySet = GroupIdeaQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        """As they came; each person writes one at a time in a session."""

        ordering = ("created_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["session", "by"], condition=Q(state="draft"), name="idea_draft_once")
        ]

    def __str__(self) -> str:
        return f"idea {self.pk}"

    def all_say_yes(self) -> bool:
        """Every live member has said yes. Silence is no yes, and a group without members approves nothing."""
        members = Membership.objects.live().filter(group=self.group_id)
        yes = IdeaVote.objects.filter(idea=self, person=OuterRef("person"))
        return members.exists() and not members.filter(~Exists(yes)).exists()


class IdeaVote(models.Model):
    """A member's yes to passing an idea on. Seen by: the member alone; the others see the count. Lives: with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    idea = models.ForeignKey(Idea, models.CASCADE, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        """One for each member."""

        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="idea_vote_once")]

    def __str__(self) -> str:
        return f"yes to {self.idea_id}"


class DiaryQuerySet(models.QuerySet["DiaryEntry"]):
    """Named sets of diary entries."""

    def readable_by(self, user: User) -> Self:
        """One's own, and nobody else's."""
        return self.filter(person=user)


class DiaryEntry(Written):
    """The mentor's own words after a session.

    Seen by: its writer alone, also when they lead no more; a substitute never. Lives: 6 months after the season.
    The text (P4) is encrypted.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    objects: DiaryQuerySet = DiaryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One for each mentor and session."""

        constraints = [models.UniqueConstraint(fields=["session", "person"], name="diary_once")]

    def __str__(self) -> str:
        return f"diary {self.pk}"

    def read_item(self, reader: User) -> ReadItem:
        """Only the writer reads it, so nothing is ever logged."""
        return ReadItem("verme_diary", self.pk, self.person_id, "mentor", party=True)


class KoosteQuerySet(models.QuerySet["Kooste"]):
    """Named sets of summaries."""

    def visible_to(self, user: User) -> Self:
        """HR, and those inside the group."""
        return self.filter(session__group__in=Group.objects.visible_to(user).values("pk"))


class Kooste(models.Model):
    """The only thing that leaves a group: day, who was present, theme, ideas that all approved (domain.md E30).

    Frozen when the mentor approves it; approving again replaces it, when an idea has been approved since.
    Seen by: HR, the live members and mentor. Lives: 24 months after the season. Nothing encrypted (P2).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.OneToOneField(Session, models.CASCADE, related_name="kooste")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    approved_by_name = models.CharField(max_length=190)
    approved_at = models.DateTimeField(default=timezone.now)
    present = models.JSONField(default=list)  # names as in lists: Sukunimi Etunimi
    theme = models.CharField(max_length=200, blank=True)
    ideas = models.JSONField(default=list)
    objects: KoosteQuerySet = KoosteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In order of time."""

        ordering = ("session__starts_at", "pk")

    def __str__(self) -> str:
        return f"kooste of {self.session_id}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("kooste_detail", args=[self.pk])
