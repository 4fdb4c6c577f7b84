"""What Verme puts on a person's start page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from core.formats import date_only, moment
from core.start import Thing
from verme.models import Season, Session, SignUp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User

MOST = 2  # calls: the start page is no list


def things(user: User) -> Iterator[Thing]:
    """The next meetings, and open calls that the person has not answered: two queries."""
    for session in Session.objects.visible_to(user).ahead().select_related("group")[:MOST]:
        yield Thing(
            title=_("Verme meeting: %(group)s") % {"group": session.group.name},
            text=f"{moment(session.starts_at)}{', ' if session.place else ''}{session.place}",
            url=session.get_absolute_url(),
            button=_("Open the meeting"),
            when=session.starts_at,
        )
    answered = SignUp.objects.of(user).filter(season=OuterRef("pk"))
    for season in Season.objects.visible_to(user).calling().filter(~Exists(answered))[:MOST]:
        yield Thing(
            title=_("Verme: a group of peers, %(season)s") % {"season": season.name},
            text=_("Sign up by %(day)s if you like. It is voluntary.") % {"day": date_only(season.sign_up_until)},
            url=reverse("season_call", args=[season.pk]),
            button=_("Read more"),
        )
