"""Seasons on HR's desk: as strips, what waits in them, and their next days."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.desk.page import NextDay, Waits
from verme.models import Group, Kooste, Membership, Mentoring, Season, Session, SignUp, Survey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from people.models import User

MOST_SEASONS = 6
MOST_GROUPS = 24  # drawn of one season; the others are told
MOST_AHEAD = 8


@dataclass
class Strip:
    """One season: its groups with their seats, who waits, what is missing, the next day and the true next step."""

    season: Season
    groups: list[Group] = field(default_factory=list)
    waiting: int = 0

    @property
    def drawn(self) -> list[Group]:
        """The first of its groups."""
        return self.groups[:MOST_GROUPS]

    @property
    def undrawn(self) -> int:
        """How many more there are."""
        return max(0, len(self.groups) - MOST_GROUPS)

    @property
    def seats(self) -> int:
        """Places in all groups."""
        return sum(group.capacity for group in self.groups)

    @property
    def taken(self) -> int:
        """Those that somebody has."""
        return sum(group.taken for group in self.groups)  # type: ignore[attr-defined]

    @property
    def without_mentor(self) -> list[Group]:
        """Groups that nobody leads."""
        return [group for group in self.groups if not group.is_led]  # type: ignore[attr-defined]

    @property
    def missing(self) -> int:
        """Meetings held of which no summary has come."""
        return sum(group.held - group.told for group in self.groups)  # type: ignore[attr-defined]

    @property
    def held(self) -> int:
        """Meetings held."""
        return sum(group.held for group in self.groups)  # type: ignore[attr-defined]

    @property
    def planned(self) -> int:
        """Meetings in the calendar."""
        return sum(group.planned for group in self.groups)  # type: ignore[attr-defined]

    @property
    def next_at(self) -> datetime.datetime | None:
        """The next meeting of any group."""
        found = [group.next_at for group in self.groups if group.next_at]  # type: ignore[attr-defined]
        return min(found, default=None)

    @property
    def step(self) -> tuple[str, str]:
        """What HR does next, and where."""
        calling = self.season.state == Season.State.CALL
        if self.without_mentor:
            return _("Name a mentor"), reverse("group_mentors", args=[self.without_mentor[0].pk])
        if calling and (self.waiting or self.taken) and not self.season.is_calling:
            return _("Compose the groups"), reverse("group_compose", args=[self.season.pk])
        if self.missing:
            return _("See the summaries"), reverse("season_overview", args=[self.season.pk])
        return _("Open the season"), self.season.get_absolute_url()


def _counted(rows: QuerySet[Any], **found: Any) -> Coalesce:
    """How many rows of a group, inside a query of groups."""
    counted = rows.filter(group=OuterRef("pk"), **found).order_by().values("group").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


def _groups(user: User, seasons: list[Season]) -> QuerySet[Group]:
    """Groups with their figures; of a meeting nothing but its day. One query."""
    now = timezone.now()
    held = Q(sessions__state=Session.State.PLANNED, sessions__starts_at__lte=now)
    leads = Mentoring.objects.visible_to(user).live().filter(group=OuterRef("pk"))
    of_group = Kooste.objects.visible_to(user).filter(session__group=OuterRef("pk"), session__starts_at__lte=now)
    told: Any = of_group.order_by().values("session__group").annotate(n=Count("pk"))
    places = SignUp.objects.visible_to(user).placed()
    rows = Group.objects.editable_by(user).filter(season__in=[season.pk for season in seasons])
    return rows.annotate(
        members_now=_counted(Membership.objects.visible_to(user).live()),
        placed_now=_counted(places),
        is_led=Exists(leads),
        told=Coalesce(Subquery(told.values("n")), 0),
        planned=Count("sessions", filter=Q(sessions__state=Session.State.PLANNED)),
        held=Count("sessions", filter=held),
        next_at=Min("sessions__starts_at", filter=Q(sessions__state="planned", sessions__starts_at__gt=now)),
    ).order_by("sort_key", "pk")


def strips(user: User) -> list[Strip]:
    """The seasons that are going on or call, the newest first: three queries."""
    seasons = Season.objects.editable_by(user).filter(state__in=(Season.State.CALL, Season.State.RUNNING))
    found = {season.pk: Strip(season) for season in seasons[:MOST_SEASONS]}
    for group in _groups(user, [strip.season for strip in found.values()]):
        forming = group.state == Group.State.FORMING
        group.taken = group.placed_now if forming else group.members_now  # type: ignore[attr-defined]
        group.empty = max(0, group.capacity - group.taken)  # type: ignore[attr-defined]
        found[group.season_id].groups.append(group)
    queue = SignUp.objects.visible_to(user).waiting().order_by().filter(season__in=list(found))
    for season, count in queue.values_list("season").annotate(n=Count("pk")):
        found[season].waiting = count
    return list(found.values())


def seasons_part(user: User) -> dict[str, Any] | None:
    """For the desk."""
    found = strips(user)
    return {"strips": found} if found else None


def waiting(user: User) -> Iterator[Waits]:
    """Sign-ups without a place, groups without a mentor, summaries that have not come, surveys that close."""
    calling = Season.objects.editable_by(user).filter(state__in=(Season.State.CALL, Season.State.RUNNING))
    seasons = calling.values("pk")
    found = SignUp.objects.visible_to(user).waiting().order_by().filter(season__in=seasons)
    places = found.aggregate(n=Count("pk"), oldest=Min("at"), due=Min("season__sign_up_until"))
    yield Waits(
        places["n"],
        ngettext("person without a place in Verme", "people without a place in Verme", places["n"]),
        "",
        reverse("season_list"),
        since=timezone.localdate(places["oldest"]) if places["oldest"] else None,
        due=places["due"] if places["due"] and places["due"] >= timezone.localdate() else None,
    )
    leads = Mentoring.objects.visible_to(user).live().filter(group=OuterRef("pk"))
    groups = Group.objects.editable_by(user).filter(season__in=seasons).exclude(state=Group.State.ENDED)
    names = list(groups.filter(~Exists(leads)).values_list("name", "season__starts_on")[:100])
    yield Waits(
        len(names),
        ngettext("group without a mentor", "groups without a mentor", len(names)),
        ", ".join(name for name, _day in names[:3]) + (" …" if len(names) > 3 else ""),
        reverse("season_list"),
        due=min((day for _name, day in names), default=None),
    )
    over = timezone.now() - datetime.timedelta(days=7)
    late = groups.filter(state=Group.State.CONFIRMED, sessions__state="planned", sessions__starts_at__lte=over)
    late = late.filter(sessions__kooste=None)
    found_late = late.aggregate(n=Count("sessions"), oldest=Min("sessions__starts_at"))
    yield Waits(
        found_late["n"],
        ngettext("summary has not come", "summaries have not come", found_late["n"]),
        _("a week has gone since the meeting"),
        reverse("season_list"),
        since=timezone.localdate(found_late["oldest"]) if found_late["oldest"] else None,
    )


def next_days(user: User) -> Iterator[NextDay]:
    """The ends of sign-ups and surveys, and the groups' next meetings: their day alone."""
    today = timezone.localdate()
    for season in Season.objects.editable_by(user).filter(state=Season.State.CALL, sign_up_until__gte=today)[
        :MOST_AHEAD
    ]:
        yield NextDay(season.sign_up_until, _("Sign-up ends"), season.name, season.get_absolute_url())
    surveys = Survey.objects.editable_by(user).taking_answers().select_related("season").order_by("until")
    for survey in surveys[:MOST_AHEAD]:
        yield NextDay(survey.until or today, _("The survey closes"), survey.season.name, survey.get_absolute_url())
    ahead = Q(sessions__state="planned", sessions__starts_at__gt=timezone.now())
    groups = (
        Group.objects.editable_by(user)
        .filter(state=Group.State.CONFIRMED)
        .annotate(next_at=Min("sessions__starts_at", filter=ahead))
    )
    coming = groups.exclude(next_at=None).select_related("season").order_by("next_at")[:MOST_AHEAD]
    for group in coming:
        at = group.next_at
        url = reverse("season_overview", args=[group.season_id])
        yield NextDay(
            timezone.localdate(at), _("Verme meeting: %(group)s") % {"group": group.name}, group.season.name, url, at
        )
