"""Groups of a season: who signs up, who is a member, who leads, and so who is inside; how many fit in."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.formats import clock
from core.names import list_key
from core.records import Data, Ground
from verme.season.models import Season

if TYPE_CHECKING:
    from collections.abc import Iterable

    from people.models import User


class GroupQuerySet(models.QuerySet["Group"]):
    """Named sets of groups."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """As saving each would: with its sort key."""
        groups = list(objs)
        for group in groups:
            group.put_in_order()
        return super().bulk_create(groups, *args, **kwargs)

    def visible_to(self, user: User) -> Self:
        """Roster, dates, attendance, theme and kooste: HR, the live mentors and the live members."""
        if user.is_hr and user.is_active:
            return self
        return self.inside(user)

    def inside(self, user: User) -> Self:
        """Live members and the live mentors of confirmed groups, nobody else: HR is not inside. Adds ``leads``.

        A member who has left and a mentor who has stopped see nothing from the next request on.
        """
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

    def named_for_by(self, user: User) -> Self:
        """Groups for which this user names the only HR person a mentor (`only_hr_person`)."""
        person = only_hr_person(user)
        if person is None:
            return self.none()
        leads = Mentoring.objects.live().filter(group=OuterRef("pk"), person=person)
        return self.exclude(state=Group.State.ENDED).exclude(season__state=Season.State.CLOSED).filter(~Exists(leads))

    def offered_to(self, user: User) -> Self:
        """What the call offers to everybody: groups being formed in a season with an open call. No names."""
        if not user.is_active:
            return self.none()
        return self.filter(state=Group.State.FORMING, season__state=Season.State.CALL)

    def with_counts(self) -> Self:
        """Adds ``placed`` and ``queue``: how many have a place, how many wait for this group."""
        at_work = Q(sign_ups__person__is_active=True)
        placed = Count("sign_ups", filter=at_work & Q(sign_ups__state=SignUp.State.PLACED))
        queue = Count("sign_ups", filter=at_work & Q(sign_ups__state=SignUp.State.WAITLIST))
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
    """A group of peers in a season. What is said inside stands in rows of its own."""

    record = replace(
        Season.record,
        data=Data.PROCESS,
        readers="its live mentor and members; HR sees roster, dates, attendance, themes and approved ideas",
        ground=Ground.WORK_SAFETY,
        until="HR removes the season: who was in the group goes sooner",
    )

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
        CONFIRMED = "confirmed", pgettext_lazy("a group", "confirmed")
        ENDED = "ended", pgettext_lazy("a group", "ended")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    season = models.ForeignKey(Season, models.CASCADE, related_name="groups")
    name = models.CharField(_("name"), max_length=80)
    sort_key = models.CharField(max_length=250, editable=False, db_default="")  # the earlier code gives none
    target = models.CharField(_("for whom"), max_length=12, choices=Target.choices, default=Target.OTHER)
    mixed = models.BooleanField(_("from different fields of work"), default=True)
    capacity = models.PositiveSmallIntegerField(default=8)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="fi")
    # when it is meant to meet; empty: the group chooses. 0 is Monday.
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=list(WEEKDAYS.items()), null=True, blank=True)
    clock = models.TimeField(_("time of day"), null=True, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.FORMING)
    revision = models.PositiveIntegerField(default=0, db_default=0, editable=False)  # of HR’s form
    objects: GroupQuerySet = GroupQuerySet.as_manager()  # type: ignore[assignment]

    leads: bool  # annotated by `inside`
    placed: int  # annotated by `with_counts`
    queue: int
    members: int  # annotated by `small`

    class Meta:
        """By name."""

        ordering = ("sort_key", "pk")
        indexes = [models.Index(fields=["season", "state"], name="group_season_state")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the derived column in step with the name (no rule lives here)."""
        self.put_in_order()
        if "name" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_key"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The group's own page, for those inside."""
        return reverse("group_detail", args=[self.pk])

    def put_in_order(self) -> None:
        """The sort key of the name as it is now."""
        self.sort_key = list_key(self.name)[:250]

    @property
    def rhythm(self) -> str:
        """Tuesday at 8.30, as far as it has been said."""
        at = self.clock and clock(self.clock)
        day = self.get_weekday_display() if self.weekday is not None else ""
        if day and at:
            return _("%(weekday)s at %(clock)s") % {"weekday": day, "clock": at}
        return day or (at and _("at %(clock)s") % {"clock": at}) or ""

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

    def there(self) -> Self:
        """With a place or waiting: not withdrawn, and still at work."""
        return self.exclude(state=SignUp.State.WITHDRAWN).filter(person__is_active=True)

    def placed(self) -> Self:
        """With a place. A leaver has none."""
        return self.there().filter(state=SignUp.State.PLACED)

    def waiting(self) -> Self:
        """On the waiting list, who came first first."""
        return self.there().filter(state=SignUp.State.WAITLIST).order_by("at", "pk")


class SignUp(models.Model):
    """Somebody wants to take part in a season: in one group, or in any. No reason is ever asked for."""

    record = replace(
        Group.record,
        readers="the person and HR",
        kept=("verme_texts", "verme_kooste"),  # without a place; with one
        until="",
    )

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

    def of(self, user: User) -> Self:
        """One's own, also ended ones."""
        return self.filter(person=user)


class Membership(models.Model):
    """Somebody is a member of a group, from a day until a day.

    Whoever comes into a group that is going on is a newcomer (verme/newcomer/models.py). Attendance keeps the name of
    those who have left.
    """

    record = replace(
        Group.record, readers="the group's live members and mentor, and HR", kept=("verme_kooste",), until=""
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True)  # the first day on which they are not a member
    came_at = models.DateTimeField(null=True)  # into a group that was going on; empty: from its beginning
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


def everybody(group: Group) -> list[User]:
    """The live members and mentors, by name."""
    members = Membership.objects.live().filter(group=group).select_related("person")
    mentors = Mentoring.objects.live().filter(group=group).select_related("person")
    found = {row.person_id: row.person for row in members} | {row.person_id: row.person for row in mentors}
    return sorted(found.values(), key=lambda person: (person.sort_key, str(person.pk)))


class MentoringQuerySet(models.QuerySet["Mentoring"]):
    """Named sets of leaderships."""

    def live(self) -> Self:
        """Leading today: the day on which somebody stops is not one of theirs any more."""
        today = timezone.localdate()
        return self.filter(starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gt=today))

    def visible_to(self, user: User) -> Self:
        """Mentors of the groups that the user sees."""
        return self.filter(group__in=Group.objects.visible_to(user).values("pk"))

    def of(self, user: User) -> Self:
        """One's own, also ended ones."""
        return self.filter(person=user)

    def editable_by(self, user: User) -> Self:
        """HR names the mentors."""
        return self if user.is_hr and user.is_active else self.none()


class Mentoring(models.Model):
    """Somebody leads a group, from a day until a day.

    Whoever is named for a group that is going on starts as a substitute, and is a newcomer to what was written before
    (verme/newcomer/models.py).
    """

    record = Membership.record

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="mentorings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True)  # the first day on which they do not lead
    came_at = models.DateTimeField(null=True)  # into a group that was going on; empty: from its beginning
    objects: MentoringQuerySet = MentoringQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """A person leads a group once at a time."""

        ordering = ("starts_on", "pk")
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], condition=Q(ends_on=None), name="mentoring_once")
        ]
        indexes = [models.Index(fields=["person", "group"], name="mentoring_of_groups")]

    def __str__(self) -> str:
        return f"mentor of {self.group_id}"

    @property
    def substitute(self) -> bool:
        """Named while the group was going on."""
        return self.came_at is not None

    def end(self) -> None:
        """They lead no more from today on. Twice is once."""
        if self.ends_on is None:
            self.ends_on = timezone.localdate()
            self.save(update_fields=["ends_on"])


def only_hr_person(admin: User) -> User | None:
    """Whom the system administrator may name a mentor: the HR person, where there is no second one to do it."""
    if not (admin.is_admin and admin.is_active):
        return None
    found = list(type(admin).objects.active().filter(is_hr=True)[:2])
    return found[0] if len(found) == 1 and found[0].pk != admin.pk else None
