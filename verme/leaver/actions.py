"""Whoever's employment has ended frees their places: in groups, as a mentor, in joint events. Registered in apps.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from verme.event import actions as events
from verme.mentor import actions as mentoring
from verme.models import CalendarAddress, Group, Membership, Mentoring, Season, SeasonEvent, SignUp
from verme.sign_up import actions as places

if TYPE_CHECKING:
    from people.models import User


def free_places(person: User, by: User) -> None:
    """Each season and event is locked in turn; the place goes on by the same rules as when somebody leaves."""
    CalendarAddress.objects.of(person).delete()
    signed_up = SignUp.objects.of(person).exclude(state=SignUp.State.WITHDRAWN).filter(season=OuterRef("pk"))
    member = Membership.objects.filter(group__season=OuterRef("pk"), person=person, ends_on=None)
    seasons = Season.objects.exclude(state=Season.State.CLOSED).filter(Q(Exists(signed_up)) | Q(Exists(member)))
    for pk in list(seasons.order_by("pk").values_list("pk", flat=True)):
        places.withdraw(Season.objects.for_update().get(pk=pk), by=person)
    leading = Mentoring.objects.filter(person=person, ends_on=None).exclude(group__state=Group.State.ENDED)
    for row in leading.select_related("group", "person"):
        mentoring.stop(row, by=by)
    ahead = SeasonEvent.objects.filter(state=SeasonEvent.State.OPEN, starts_at__gt=timezone.now())
    for pk in list(ahead.filter(sign_ups__person=person).order_by("pk").values_list("pk", flat=True)):
        events.leave(SeasonEvent.objects.for_update().get(pk=pk), by=person)
