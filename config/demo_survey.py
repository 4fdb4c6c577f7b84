"""Surveys in the demo: two terms and a topic poll with their results, and one that is open now. Nobody here exists."""

from __future__ import annotations

import datetime
import random
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from config.demo_terms import term
from people.desk.handled import Handling
from verme.kooste import actions as summaries
from verme.models import Group, Kooste, Membership, Mentoring, Season, Session, SignUp, Survey
from verme.session import actions as sessions
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
THEMES = ["Mikä antaa työssä voimaa", "Kiire ja rajat", "Työkaverin tuki", "Mitä viemme mukanamme"]
OTHER = ["Etätyö ja yhteiset päivät", "Vuorojen vaihto", "Ny teknik på fältet"]
GROUPS = {
    "Tiistairyhmä": (["aino", "johanna", "bahar", "kaj", "ville", "ristin"], "otto"),
    "Lähiesihenkilöt": (["matti", "pekka", "leena", "timo", "hannele"], "satu"),
}


def load(people: dict[str, User], running: Season) -> None:
    """Two terms that are over, with people, meetings and results; a topic poll just told; a survey that is open."""
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
    asked_at = _at(season.sign_up_until, -7)
    for group_name, (members, mentor) in GROUPS.items():
        group = Group.objects.create(season=season, name=group_name, state=Group.State.ENDED)
        SignUp.objects.bulk_create(
            SignUp(season=season, person=people[each], wish=group, group=group, state=SignUp.State.PLACED, at=asked_at)
            for each in members
        )
        Membership.objects.bulk_create(Membership(group=group, person=people[each], **days) for each in members)
        Mentoring.objects.create(group=group, person=people[mentor], **days)
        for number, theme in enumerate(THEMES):
            held = Session(group=group, starts_at=_at(season.starts_on, 21 * number + 14), minutes=90, theme=theme)
            held.save()
            for each in (*members[:number], *members[number + 1 :], mentor):  # one is away each time
                sessions.mark(held, people[each], present=True)
            approved_at = held.ends_at + datetime.timedelta(hours=1)
            summary = summaries.approve(held, by=people[mentor])
            Kooste.objects.filter(pk=summary.pk).update(approved_at=approved_at, handling=Handling.DONE)
    return season


def _at(first: datetime.date, days: int) -> datetime.datetime:
    """An afternoon of a working day."""
    day = first + datetime.timedelta(days=days)
    day -= datetime.timedelta(days=max(0, day.weekday() - 4))
    return datetime.datetime.combine(day, datetime.time(13), timezone.get_current_timezone())


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
