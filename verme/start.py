"""What Verme puts on a person's start page."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.formats import date_only
from core.prepared import prepared
from core.start import Thing
from verme.models import Group, Season, Session, SignUp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from people.models import User

MOST = 2  # of each kind: the start page is no list
LASTS = datetime.timedelta(hours=3)


@prepared(related=["group"])
def _meetings(user: User) -> QuerySet[Session]:
    ahead = Session.objects.visible_to(user).from_today()
    return ahead.order_by("starts_at")[: MOST + 2]


@prepared()
def _calls(user: User) -> QuerySet[Season]:
    answered = SignUp.objects.of(user).filter(season=OuterRef("pk"))
    return Season.objects.calling().filter(~Exists(answered)).order_by("sign_up_until")[:MOST]


def has_meetings(user: User) -> Exists:
    """Whether `meetings` has something to say."""
    return Exists(Session.objects.visible_to(user).from_today())


def meetings(user: User) -> Iterator[Thing]:
    """The next meetings, and one that goes on: one query."""
    going = timezone.now() - LASTS
    for session in [each for each in _meetings(user) if each.starts_at >= going][:MOST]:
        yield Thing(
            title=_("Verme meeting: %(group)s") % {"group": session.group.name},
            text=session.place,
            url=session.get_absolute_url(),
            button=_("Open the meeting"),
            when=session.starts_at,
        )


def has_calls(user: User) -> Exists:
    """Whether `calls` may have something to say: a call is for everybody at work."""
    return Exists(Season.objects.calling())


def calls(user: User) -> Iterator[Thing]:
    """Open calls that the person has not answered: one query."""
    for season in _calls(user):
        yield Thing(
            title=_("Verme: a group of peers, %(season)s") % {"season": season.name},
            text=_("Sign up by %(day)s if you like. It is voluntary.") % {"day": date_only(season.sign_up_until)},
            url=reverse("season_call", args=[season.pk]),
            button=_("Read more"),
        )


def _new_groups(user: User) -> QuerySet[Group]:
    """Groups that one leads and that have not planned a meeting yet."""
    planned = Session.objects.visible_to(user).filter(group=OuterRef("pk"))
    return Group.objects.led_by(user).filter(~Exists(planned), state=Group.State.CONFIRMED)


def has_new_groups(user: User) -> Exists:
    """Whether `new_groups` has something to say."""
    return Exists(_new_groups(user))


def new_groups(user: User) -> Iterator[Thing]:
    """A new group waits for whoever leads it: one query."""
    for group in _new_groups(user).order_by("sort_key", "pk")[:MOST]:
        yield Thing(
            title=_("Your new Verme group: %(group)s") % {"group": group.name},
            text=_("Ground rules, expectations and the first date"),
            url=group.get_absolute_url(),
            button=_("Begin"),
            urgent=True,
        )
