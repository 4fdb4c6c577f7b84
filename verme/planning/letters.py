"""The letter of a call: HR's own words in the reader's language, and until when one may sign up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.formats import day
from core.outbox import Ids, Letter, mail
from verme.models import Season, SignUp
from verme.planning.actions import audience

if TYPE_CHECKING:
    from people.models import User


def _call(user: User, ids: Ids) -> Season:
    """While one may sign up, for those for whom it is and who have not."""
    answered = SignUp.objects.of(user).filter(season=ids["season"]).values("season")
    season = Season.objects.visible_to(user).calling().exclude(pk__in=answered).get(pk=ids["season"])
    audience(season).get(pk=user.pk)  # or does not exist
    return season


@mail("verme_call", about=_call, reminder=gettext_lazy("A call to sign up for Verme groups"))
def _sent(user: User, season: Season) -> Letter:
    return call(season)


def call(season: Season) -> Letter:
    """The same for everybody who reads it in this language; nothing of the reader is in it. HR sees it beforehand."""
    what = ngettext(
        "In a Verme group a few peers talk about work without hurry, in confidence and in working time. "
        "The group meets %(n)d time.",
        "In a Verme group a few peers talk about work without hurry, in confidence and in working time. "
        "The group meets %(n)d times.",
        season.sessions_planned,
    ) % {"n": season.sessions_planned}
    until = _("Sign up by %(day)s if you like. It is voluntary, and nobody asks why you come or do not come.")
    parts = [what, season.text.strip(), until % {"day": day(season.sign_up_until)}]
    return Letter(
        subject=_("Verme groups: %(season)s") % {"season": season.name},
        body="\n\n".join(filter(None, parts)),
        link=reverse("season_call", args=[season.pk]),
    )
