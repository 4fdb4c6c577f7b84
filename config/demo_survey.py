"""Surveys in the demo: one of an earlier season with its results, and one that is open now. Nobody here exists."""

from __future__ import annotations

import datetime
import random
from typing import TYPE_CHECKING

from django.utils import timezone

from verme.actions import surveys
from verme.models import Group, Membership, Season, Survey

if TYPE_CHECKING:
    from people.models import User

BEST = [
    "Sai puhua rauhassa ihmisten kanssa, jotka tietävät mistä puhun.",
    "Huomasin, etten ole ainoa.",
    "Kuvakortit. En olisi uskonut.",
    "Att få tala om arbetet utan brådska.",
    "Pienet kokeilut, jotka sai heti käyttöön.",
]
WISH = ["Toivoisin jatkoa syksyllä.", "Iltapäivä sopisi paremmin kuin aamu.", "En fortsättning nästa termin, tack."]


def load(people: dict[str, User], running: Season) -> None:
    """Results of the spring, and the feedback survey of the season going on."""
    today = timezone.localdate()
    earlier = Season.objects.create(
        name="Edellinen kausi",
        state=Season.State.CLOSED,
        starts_on=today - datetime.timedelta(days=330),
        ends_on=today - datetime.timedelta(days=180),
        sign_up_until=today - datetime.timedelta(days=350),
        closed_on=today - datetime.timedelta(days=175),
    )
    group = Group.objects.create(season=earlier, name="Kevään ryhmä", state=Group.State.ENDED)
    for name in ("aino", "johanna", "bahar", "kaj"):
        Membership.objects.create(
            group=group, person=people[name], starts_on=earlier.starts_on, ends_on=earlier.closed_on
        )
    told = surveys.make(earlier, Survey.Kind.FEEDBACK)
    surveys.open_for_answers(told, until=earlier.ends_on)
    dice = random.Random(5)  # noqa: S311 - the demo is the same each time
    for number, secret in enumerate(surveys.tickets(told, 17)):
        answer = {
            "useful": dice.choice("0001"),
            "work": dice.choice("00112"),
            "field": dice.choice("01112"),
            "themes": dice.sample("0001234567", 3),
            "time": dice.choice("0122"),
            "again": dice.choice("00012"),
        }
        more = {"best": BEST[number]} if number < len(BEST) else {"wish": WISH[number - 8]} if 8 <= number < 11 else {}
        surveys.answer(secret, answer | more)
    surveys.close(told)
    surveys.count.func(str(told.pk))
    Survey.objects.filter(pk=told.pk).update(released_on=earlier.closed_on)
    now = surveys.make(running, Survey.Kind.FEEDBACK)
    surveys.open_for_answers(now, until=today + datetime.timedelta(days=12))
