"""The leadership structure: forums in a tree, each with its meetings, their agendas, a table and a plan (domain.md B7).

What a forum writes down is about work and about decisions; matters of one person do not belong here, and the pages say
so. Therefore the texts are not sealed.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.formats import on_weekdays
from core.names import list_key
from core.records import Data, Ground, Record
from core.worded import Words
from people.models import Unit
from workshops.clock.models import unit_keepers, unit_readers

if TYPE_CHECKING:
    from people.models import User

LONGEST_PLAN = 10_000


class ForumQuerySet(models.QuerySet["Forum"]):
    """Named sets of forums."""

    def visible_to(self, user: User) -> Self:
        """The organisation's forums, those of one's unit and the units above it, and one's own. Adds two flags.

        ``can_edit``: writes its agendas, table and plan. ``can_arrange``: also its place in the tree, its chair.
        """
        if not user.is_active:
            return self.none()
        kept, chairs = unit_keepers(user, "unit_id"), Q(chair=user)
        return self.filter(unit_readers(user, "unit_id") | chairs).annotate(
            can_edit=ExpressionWrapper(kept | chairs, output_field=BooleanField()),
            can_arrange=ExpressionWrapper(kept, output_field=BooleanField()),
        )

    def with_next(self) -> Self:
        """Adds when each meets next, and whether it has met at all."""
        rows = ForumMeeting.objects.filter(forum=OuterRef("pk"))
        ahead = rows.filter(starts_at__gte=timezone.now()).order_by("starts_at").values("starts_at")[:1]
        return self.annotate(next_at=Subquery(ahead), has_met=Exists(rows))

    def editable_by(self, user: User) -> Self:
        """Its chair; the supervisors of its unit; HR for the organisation's."""
        return self.filter(unit_keepers(user, "unit_id") | Q(chair=user)) if user.is_active else self.none()

    def arranged_by(self, user: User) -> Self:
        """Who moves, names and removes a forum: HR and supervisors, not a chair as such."""
        return self.filter(unit_keepers(user, "unit_id")) if user.is_active else self.none()


class Forum(models.Model):
    """Where something is decided or talked through, from the council to a group."""

    record = Record(
        data=Data.PROCESS,
        readers="everybody, if it is the organisation's; otherwise the unit and those below, its leaders and chair",
        purpose="people know where a matter is decided, and take it there",
        ground=Ground.EMPLOYMENT,
        until="its keeper removes it",
    )

    class Kind(models.TextChoices):
        """The seven kinds of the source's tree, from the top."""

        COUNCIL = "council", _("council")
        BOARD = "board", _("board")
        COMMITTEE = "committee", _("committee")
        TOP_TEAM = "top_team", _("management team of the organisation")
        SECTOR_TEAM = "sector_team", _("management team of a sector")
        UNIT_MEETING = "unit_meeting", _("unit meeting")
        GROUP = "group", pgettext_lazy("forum", "group")

    class Rhythm(models.TextChoices):
        """How often it meets."""

        WEEKLY = "weekly", _("every week")
        FORTNIGHTLY = "fortnightly", _("every second week")
        MONTHLY = "monthly", _("every month")
        QUARTERLY = "quarterly", _("four times a year")
        NEEDED = "needed", _("when needed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("under which forum")
    )
    name_fi = models.CharField(_("name in Finnish"), max_length=120)
    name_sv = models.CharField(_("name in Swedish"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.UNIT_MEETING)
    rhythm = models.CharField(_("how often"), max_length=12, choices=Rhythm.choices, default=Rhythm.MONTHLY)
    weekdays = models.JSONField(default=list)  # 0 = Monday
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("chair")
    )
    plan = models.TextField(_("plan"), max_length=LONGEST_PLAN, blank=True)
    version = models.PositiveIntegerField(default=0)  # of the plan
    revision = models.PositiveIntegerField(default=0, db_default=0, editable=False)  # of HR’s form
    objects: ForumQuerySet = ForumQuerySet.as_manager()  # type: ignore[assignment]

    can_edit: bool  # annotated by visible_to
    can_arrange: bool
    next_at: datetime.datetime | None  # annotated by with_next
    has_met: bool
    name = Words("name")

    class Meta:
        ordering = ("name_fi", "pk")

    def __str__(self) -> str:
        return self.name.labelled

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("forum_detail", args=[self.pk])

    @property
    def when(self) -> str:
        """In words: “every week on Wednesdays and Fridays”."""
        often = str(self.get_rhythm_display())
        return f"{often} {on_weekdays(self.weekdays)}" if self.weekdays else often

    def next_day(self, after: datetime.date) -> datetime.date | None:
        """The first day after a day on which it may meet by its weekdays."""
        days = (after + datetime.timedelta(days=n) for n in range(1, 8))
        return next((day for day in days if day.weekday() in self.weekdays), None)


@dataclass
class Branch:
    """A forum and those under it, as far as their reader sees them."""

    forum: Forum
    below: list[Branch] = field(default_factory=list)

    @property
    def ends_in_groups(self) -> bool:
        """Whether there are only groups below, and nothing below them: they share a box."""
        groups = [one.forum.kind == Forum.Kind.GROUP and not one.below for one in self.below]
        return len(groups) > 1 and all(groups)


def forum_tree(forums: Iterable[Forum]) -> list[Branch]:
    """The tree in the order of kinds, then by name in Finnish order. Who has no visible parent stands at the top."""
    kinds = list(Forum.Kind)
    rows = sorted(forums, key=lambda f: (kinds.index(Forum.Kind(f.kind)), list_key(f.name.text), str(f.pk)))
    branches = {forum.pk: Branch(forum) for forum in rows}
    top: list[Branch] = []
    for forum in rows:
        above = branches.get(forum.parent_id) if forum.parent_id else None
        (above.below if above else top).append(branches[forum.pk])
    return top


def level_heads(branches: list[Branch]) -> list[str]:
    """What stands at each level of the tree, in words: “council”, “committee, management team of the organisation”."""
    found, level = [], branches
    while level:
        kinds = {one.forum.kind for one in level}
        found.append(", ".join(str(kind.label) for kind in Forum.Kind if kind.value in kinds))
        level = [lower for one in level for lower in one.below]
    return found


def forum_and_below(forum: Forum, forums: Iterable[Forum]) -> set[uuid.UUID]:
    """The forum and all below it: what it cannot be put under."""
    rows, found = list(forums), {forum.pk}
    while more := {row.pk for row in rows if row.parent_id in found} - found:
        found |= more
    return found


class OfForumQuerySet(models.QuerySet[Any]):
    """What a forum has: seen and edited as the forum."""

    path = "forum"

    def visible_to(self, user: User) -> Self:
        """As the forum."""
        return self.filter(**{f"{self.path}__in": Forum.objects.visible_to(user).values("pk")})

    def editable_by(self, user: User) -> Self:
        """As the forum."""
        return self.filter(**{f"{self.path}__in": Forum.objects.editable_by(user).values("pk")})


class OfMeetingQuerySet(OfForumQuerySet):
    """What a meeting has."""

    path = "meeting__forum"


class ForumMeeting(models.Model):
    """One meeting of a forum."""

    record = replace(Forum.record, kept=("forum_meeting",), until="")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField()
    place = models.CharField(_("place"), max_length=200, blank=True)
    calendar_sequence = models.PositiveIntegerField(default=0)  # .ics SEQUENCE
    objects = OfForumQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at", "pk")
        indexes = [models.Index(fields=["forum", "starts_at"], name="forum_meeting_time")]

    def __str__(self) -> str:
        return f"meeting {self.pk}"

    def get_absolute_url(self) -> str:
        """Its agenda."""
        return reverse("forum_meeting", args=[self.pk])

    def renew_entry(self) -> None:
        """When, where or how long has changed: calendars take an entry only with a higher number than the last."""
        ForumMeeting.objects.filter(pk=self.pk).update(calendar_sequence=models.F("calendar_sequence") + 1)

    def items_with_times(self) -> list[tuple[datetime.datetime, ForumItem]]:
        """Its matters with the time at which each begins: one after the other."""
        found, at = [], self.starts_at
        for item in self.items.all():
            found.append((at, item))
            at += datetime.timedelta(minutes=item.minutes)
        return found


class ForumItem(models.Model):
    """One matter on a meeting's agenda, and what was decided."""

    record = ForumMeeting.record

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(ForumMeeting, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("matter"), max_length=200)
    brought_by = models.CharField(_("who brings it"), max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    decision = models.TextField(_("what was decided"), max_length=2000, blank=True)
    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title

    def put_into_table(self) -> None:
        """The decision as a row of the forum's table, once."""
        words = {"matter": self.title, "decision": self.decision, "who": self.brought_by}
        ForumRow.objects.get_or_create(item=self, defaults={"forum": self.meeting.forum, **words})

    def move_up(self) -> None:
        """Before the one that stands before it."""
        items = list(ForumItem.objects.select_for_update().filter(meeting=self.meeting_id))
        place = next(n for n, item in enumerate(items) if item.pk == self.pk)
        if place:
            items[place - 1], items[place] = items[place], items[place - 1]
        for number, item in enumerate(items):
            item.position = number
        ForumItem.objects.bulk_update(items, ["position"])


class ForumRow(models.Model):
    """A row of a forum's table: what was decided, who does it by when."""

    record = replace(Forum.record, kept=("forum_meeting",), until="what is not done stays with the forum")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="rows")
    item = models.OneToOneField(ForumItem, models.SET_NULL, null=True, related_name="row")  # where it came from
    matter = models.CharField(_("matter"), max_length=200)
    decision = models.TextField(_("what was decided"), max_length=2000, blank=True)
    who = models.CharField(_("who"), max_length=120, blank=True)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    done_on = models.DateField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    objects = OfForumQuerySet.as_manager()

    class Meta:
        ordering = (models.F("done_on").desc(nulls_first=True), models.F("due_on").asc(nulls_last=True), "created_at")

    def __str__(self) -> str:
        return self.matter

    @property
    def is_late(self) -> bool:
        """Open after its day."""
        return self.done_on is None and self.due_on is not None and self.due_on < timezone.localdate()
