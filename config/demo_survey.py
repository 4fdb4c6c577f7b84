"""Surveys in the demo: two terms and a topic poll with their results, and one that is open now. Nobody here exists."""

from __future__ import annotations

import datetime
import random
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from config.demo_terms import term
from verme.models import Group, Membership, Mentoring, Season, Survey
from verme.survey import actions as surveys

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


LEAST = ["Keskellä päivää oli vaikea irrottautua.", "Mera tid att tala om det egna arbetet."]
OTHER = ["Etätyö ja yhteiset päivät", "Vuorojen vaihto", "Ny teknik på fältet"]
GROUPS = {
    "Kevään ryhmä": (["aino", "johanna", "bahar", "kaj", "ville", "ristin"], "otto"),
    "Lähiesihenkilöt": (["matti", "pekka", "leena", "timo", "hannele"], "satu"),
}


def load(people: dict[str, User], running: Season) -> None:
    """Results of two terms beside each other, a topic poll just told, and the feedback survey of the one going on."""
    today = timezone.localdate()
    dice = random.Random(5)  # noqa: S311 - the demo is the same each time
    for name, days, best, wish in ((term(-2), 365, BEST[3:], LEAST), (term(-1), 180, BEST, WISH)):
        season = _season(people, name, today - datetime.timedelta(days=days))
        told = surveys.make(season, Survey.Kind.FEEDBACK)
        _told(told, season.closed_on or today, [_feedback(dice) for _person in range(12)], {"best": best, "wish": wish})
    wanted = surveys.make(season, Survey.Kind.TOPICS)
    topics = [{"topics": sorted(set(dice.sample("000112345667", 3)))} for _person in range(13)]
    _told(wanted, today - datetime.timedelta(days=3), topics, {"other": OTHER})
    now = surveys.make(running, Survey.Kind.FEEDBACK)
    surveys.open_for_answers(now, until=today + datetime.timedelta(days=12))


def _season(people: dict[str, User], name: str, ends_on: datetime.date) -> Season:
    season = Season.objects.create(
        name=name,
        state=Season.State.CLOSED,
        starts_on=ends_on - datetime.timedelta(days=150),
        ends_on=ends_on,
        sign_up_until=ends_on - datetime.timedelta(days=170),
        closed_on=ends_on + datetime.timedelta(days=5),
    )
    days = {"starts_on": season.starts_on, "ends_on": season.closed_on}
    for group_name, (members, mentor) in GROUPS.items():
        group = Group.objects.create(season=season, name=group_name, state=Group.State.ENDED)
        Membership.objects.bulk_create(Membership(group=group, person=people[each], **days) for each in members)
        Mentoring.objects.create(group=group, person=people[mentor], **days)
    return season


def _feedback(dice: random.Random) -> dict[str, Any]:
    return {
        "useful": dice.choice("0001"),
        "work": dice.choice("00112"),
        "field": dice.choice("01112"),
        "themes": sorted(set(dice.sample("0001234567", 3))),
        "time": dice.choice("0122"),
        "again": dice.choice("00012"),
    }


def _told(survey: Survey, on: datetime.date, given: list[dict[str, Any]], words: dict[str, list[str]]) -> None:
    """Opened, answered and told on a day. The words go to as many of the answers as there are."""
    surveys.open_for_answers(survey, until=timezone.localdate())  # one that is over takes no answers
    for number, secret in enumerate(surveys.tickets(survey, len(given))):
        own = {key: texts[number] for key, texts in words.items() if number < len(texts)}
        surveys.answer(secret, given[number] | own)
    surveys.close(survey)
    surveys.count.func(str(survey.pk))
    Survey.objects.filter(pk=survey.pk).update(until=on, released_on=on)
