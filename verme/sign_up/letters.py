"""The letters of the waiting list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core.outbox import Ids, Letter, mail
from people.models import User
from verme.models import SignUp

if TYPE_CHECKING:
    pass


def _placed(user: User, ids: Ids) -> SignUp:
    return SignUp.objects.of(user).placed().select_related("season", "group").get(season=ids["season"])


def _without_place(user: User, ids: Ids) -> SignUp:
    mine = SignUp.objects.of(user).exclude(state=SignUp.State.PLACED)
    return mine.select_related("season").get(season=ids["season"])


@mail("verme_moved_up", about=_placed)
def _moved_up(user: User, sign_up: SignUp) -> Letter:
    season = sign_up.season
    text = _(
        "A place has become free in the Verme group “%(group)s”, %(season)s, and it is yours. HR confirms the groups "
        "and tells you. If it does not suit you any more, you can give the place to the next one without a reason."
    )
    return Letter(
        subject=_("Verme: you have a place"),
        body=text % {"group": sign_up.group, "season": season.name},
        link=reverse("season_call", args=[season.pk]),
    )


@mail("verme_no_place", about=_without_place)
def _no_place(user: User, sign_up: SignUp) -> Letter:
    season = sign_up.season
    text = _(
        "The groups of Verme, %(season)s, have begun, and there was no place left this time. You can sign up again."
    )
    return Letter(subject=_("Verme: no place this time"), body=text % {"season": season.name}, link=reverse("verme"))
