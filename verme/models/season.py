"""A season of peer-group mentoring and its groups: who sees them, their state, how many fit in."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from people.models import User


class SeasonQuerySet(models.QuerySet["Season"]):
    """Named sets of seasons."""

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
    1½ h (E28). Seen by: everybody at work, from the call on. Lives: until HR removes it. Nothing encrypted.
    """

    class Kind(models.TextChoices):
        """How long it lasts."""

        TERM = "term", _("term")
        YEAR = "year", _("academic year")

    class State(models.TextChoices):
        """Where the season is in its life."""

        DRAFT = "draft", _("draft")
        CALL = "call", _("call open")
        RUNNING = "running", _("running")
        CLOSED = "closed", _("closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=80)
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
    objects: SeasonQuerySet = SeasonQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """The newest first."""

        ordering = ("-starts_on", "name", "pk")
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

    def get_absolute_url(self) -> str:
        """HR's page of the season."""
        return reverse("season_detail", args=[self.pk])

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


class GroupQuerySet(models.QuerySet["Group"]):
    """Named sets of groups."""

    def visible_to(self, user: User) -> Self:
        """Roster, dates, attendance, theme and kooste: HR, the live mentors and the live members."""
        if user.is_hr and user.is_active:
            return self
        return self.inside(user)

    def inside(self, user: User) -> Self:
        """Live members and the live mentors of confirmed groups, nobody else: HR is not inside. Adds ``leads``.

        A member who has left and a mentor who has stopped see nothing from the next request on.
        """
        from verme.models.mentors import Mentoring

        leads = Exists(Mentoring.objects.live().filter(group=OuterRef("pk"), person=user))
        member = Exists(Membership.objects.live().filter(group=OuterRef("pk"), person=user))
        confirmed = self.exclude(state=Group.State.FORMING)
        return confirmed.annotate(leads=leads).filter(Q(leads=True) | member)

    def led_by(self, user: User) -> Self:
        """Groups whose live mentor this is. Adds ``leads``."""
        return self.inside(user).filter(leads=True)

    def editable_by(self, user: User) -> Self:
        """HR forms the groups."""
        return self if user.is_hr and user.is_active else self.none()

    def offered_to(self, user: User) -> Self:
        """What the call offers to everybody: groups being formed in a season with an open call. No names."""
        if not user.is_active:
            return self.none()
        return self.filter(state=Group.State.FORMING, season__state=Season.State.CALL)

    def with_counts(self) -> Self:
        """Adds ``placed`` and ``queue``: how many have a place, how many wait for this group."""
        placed = Count("sign_ups", filter=Q(sign_ups__state=SignUp.State.PLACED))
        queue = Count("sign_ups", filter=Q(sign_ups__state=SignUp.State.WAITLIST))
        return self.annotate(placed=placed, queue=queue)

    def small(self) -> Self:
        """Confirmed groups with fewer live members than the season means. Adds ``members``."""
        live = Membership.objects.live().filter(group=OuterRef("pk")).order_by().values("group")
        members = Coalesce(Subquery(live.annotate(n=Count("pk")).values("n")), 0)
        counted = self.filter(state=Group.State.CONFIRMED).annotate(members=members)
        return counted.filter(members__lt=F("season__members_min"))

    def for_update(self) -> Self:
        """Lock the rows."""
        return self.select_for_update(of=("self",))


class Group(models.Model):
    """A group of peers in a season.

    Seen by: HR (roster, dates, attendance, theme, approved ideas), its live mentor and members (all of it).
    Lives: as the season. Nothing encrypted here; what is said inside stands in sealed rows of its own.
    """

    class Target(models.TextChoices):
        """For whom (domain.md E27, D20)."""

        NEW = "new", _("new employees")
        SUPPORT = "support", _("support services")
        SUPERVISORS = "supervisors", _("supervisors")
        LONG = "long", _("long-timers")
        PEDAGOGY = "pedagogy", _("pedagogical development")
        OTHER = "other", _("open to all")

    class State(models.TextChoices):
        """Where the group is in its life."""

        FORMING = "forming", _("being formed")
        CONFIRMED = "confirmed", _("confirmed")
        ENDED = "ended", _("ended")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    season = models.ForeignKey(Season, models.CASCADE, related_name="groups")
    name = models.CharField(_("name"), max_length=80)
    target = models.CharField(_("for whom"), max_length=12, choices=Target.choices, default=Target.OTHER)
    mixed = models.BooleanField(_("from different fields of work"), default=True)
    capacity = models.PositiveSmallIntegerField(default=8)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="fi")
    state = models.CharField(max_length=9, choices=State.choices, default=State.FORMING)
    objects: GroupQuerySet = GroupQuerySet.as_manager()  # type: ignore[assignment]

    leads: bool  # annotated by `inside`
    placed: int  # annotated by `with_counts`
    queue: int
    members: int  # annotated by `small`

    class Meta:
        """By name."""

        ordering = ("name", "pk")
        indexes = [models.Index(fields=["season", "state"], name="group_season_state")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The group's own page, for those inside."""
        return reverse("group_detail", args=[self.pk])

    @property
    def free(self) -> int:
        """Places left; needs ``placed``."""
        return max(0, self.capacity - self.placed)

    @property
    def is_live(self) -> bool:
        """Confirmed and not ended."""
        return self.state == self.State.CONFIRMED


class SignUpQuerySet(models.QuerySet["SignUp"]):
    """Named sets of sign-ups."""

    def visible_to(self, user: User) -> Self:
        """One's own; HR sees all, to form the groups."""
        return self if user.is_hr and user.is_active else self.filter(person=user)

    def editable_by(self, user: User) -> Self:
        """HR places people."""
        return self if user.is_hr and user.is_active else self.none()

    def of(self, user: User) -> Self:
        """One's own."""
        return self.filter(person=user)

    def placed(self) -> Self:
        """With a place."""
        return self.filter(state=SignUp.State.PLACED)

    def waiting(self) -> Self:
        """On the waiting list, who came first first."""
        return self.filter(state=SignUp.State.WAITLIST).order_by("at", "pk")


class SignUp(models.Model):
    """Somebody wants to take part in a season: in one group, or in any.

    Seen by: the person and HR. Lives: with a place, as the kooste, 24 months after the season; without, 6 months.
    Nothing encrypted, and no reason is ever asked for.
    """

    class State(models.TextChoices):
        """Whether there is a place."""

        PLACED = "placed", _("has a place")
        WAITLIST = "waitlist", _("on the waiting list")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    season = models.ForeignKey(Season, models.CASCADE, related_name="sign_ups")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    wish = models.ForeignKey(Group, models.SET_NULL, null=True, related_name="+")  # empty: any group
    # where the place is, or which group is waited for; empty while waiting: any group
    group = models.ForeignKey(Group, models.SET_NULL, null=True, related_name="sign_ups")
    state = models.CharField(max_length=9, choices=State.choices)
    at = models.DateTimeField(default=timezone.now)  # the order of the waiting list
    objects: SignUpQuerySet = SignUpQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Once for each person and season; a place is always in a group."""

        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["season", "person"], name="sign_up_once"),
            models.CheckConstraint(condition=~Q(state="placed", group=None), name="sign_up_place_is_in_a_group"),
        ]
        indexes = [models.Index(fields=["season", "state", "at"], name="sign_up_queue")]

    def __str__(self) -> str:
        return f"sign-up {self.pk}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Named sets of memberships."""

    def live(self) -> Self:
        """Members today: the day on which somebody leaves is not one of theirs any more."""
        today = timezone.localdate()
        return self.filter(starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gt=today))

    def visible_to(self, user: User) -> Self:
        """Members of the groups that the user sees."""
        return self.filter(group__in=Group.objects.visible_to(user).values("pk"))


class Membership(models.Model):
    """Somebody is a member of a group, from a day until a day.

    Seen by: as the group's roster. Lives: as the kooste, 24 months after the season. Nothing encrypted. Attendance
    keeps the name of those who have left.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True)  # the first day on which they are not a member
    objects: MembershipQuerySet = MembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """A person is once a live member of a group."""

        ordering = ("person__sort_key", "pk")
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], condition=Q(ends_on=None), name="member_once")
        ]
        indexes = [models.Index(fields=["person", "group"], name="member_of_groups")]

    def __str__(self) -> str:
        return f"member of {self.group_id}"

    def end(self, on: datetime.date | None = None) -> None:
        """No longer a member from this day on. Twice is once."""
        if self.ends_on is None:
            self.ends_on = on or timezone.localdate()
            self.save(update_fields=["ends_on"])
