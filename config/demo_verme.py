"""Verme in the demo: a season going on with one group of eight, and an open call for the next one.

Nobody here exists. Texts are what such people might write.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config import demo_costs, demo_survey, demo_training
from config.demo_terms import term
from core.models import Mail
from verme.composing import actions as composing
from verme.idea import actions as ideas
from verme.kooste import actions as summaries
from verme.mentor import actions as mentoring
from verme.models import (
    Expectation,
    GroundRules,
    Group,
    GroupMessage,
    Idea,
    Mentor,
    Reflection,
    Season,
    Session,
    SharedText,
)
from verme.session import actions as sessions
from verme.sign_up import actions as places

if TYPE_CHECKING:
    from people.models import User

MEMBERS = ["aino", "johanna", "bahar", "kaj", "ville", "ristin", "elina", "juho"]
RULES = (
    "Täällä kerrottu jää tänne.\n"
    "Puhumme avoimesti ja omasta puolestamme.\n"
    "Hiljaa saa olla.\n"
    "Olemme täällä tasavertaisia."
)


def load(people: dict[str, User]) -> None:
    """Everything of Verme."""
    mentors = {
        name: Mentor.objects.create(person=people[name], role=role, field=field, qualified_on=qualified)
        for name, role, field, qualified in (
            ("otto", "opettaja", "perusopetus", datetime.date(2022, 5, 27)),
            ("satu", "rehtori", "perusopetus", datetime.date(2022, 5, 27)),
            ("hannele", "asiantuntija", "ruokapalvelut", None),
        )
    }
    season = _running(people, mentors["otto"])
    _call(people, mentors["satu"])
    demo_training.load(people, season)
    demo_survey.load(people, season)
    demo_costs.load(season)


def _season(name: str, starts: int, length: int, sign_up: int) -> Season:
    today = timezone.localdate()
    return Season.objects.create(
        name=name,
        state=Season.State.CALL,
        starts_on=today + datetime.timedelta(days=starts),
        ends_on=today + datetime.timedelta(days=starts + length),
        sign_up_until=today + datetime.timedelta(days=sign_up),
        text_fi="Kahvit tarjotaan. Mukaan pääsee myös etäyhteydellä.",
        text_sv="Det bjuds på kaffe. Man kan också delta på distans.",
        text_en="Coffee is offered. One can also take part remotely.",
    )


def _on(weekday: int, hour: int) -> dict[str, object]:
    """When a group is meant to meet."""
    return {"weekday": weekday, "clock": datetime.time(hour)}


def _at(days: int, hour: int) -> datetime.datetime:
    day = timezone.localdate() + datetime.timedelta(days=days)
    while day.weekday() >= 5:
        day += datetime.timedelta(days=1 if days > 0 else -1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def _running(people: dict[str, User], mentor: Mentor) -> Season:
    """Two meetings held, one coming, an idea that waits for two more yeses."""
    season = _season(term(0), -60, 150, 0)
    group = Group.objects.create(season=season, name="Arjen työssä jaksaminen", **_on(2, 13))
    members = [people[name] for name in MEMBERS]
    for person in members:
        places.sign_up(season, by=person, wish=group)
    mentoring.name(group, mentor, by=people["sari"])
    composing.confirm(group)
    for rows in (group.memberships, group.mentorings):
        rows.update(starts_on=season.starts_on)
    season.state, season.sign_up_until = Season.State.RUNNING, season.starts_on
    season.save(update_fields=["state", "sign_up_until"])
    rules = GroundRules(group=group)
    rules.store(RULES, by=mentor.person)
    for person in (mentor.person, *members[:6]):
        rules.acceptances.create(person=person)
    for person, text in (
        (people["aino"], "Että saisi jutella rauhassa ilman, että puhelin soi."),
        (people["johanna"], "Jag hoppas på nya tankar och lite skratt."),
        (mentor.person, "Toivon, että jokainen saa olla juuri niin hiljaa tai äänessä kuin haluaa."),
    ):
        Expectation(group=group).store(text, by=person)
    goals = SharedText(group=group, kind=SharedText.Kind.GOALS)
    goals.store("Löydämme kolme pientä keinoa, joista on apua kiireisenä päivänä.", by=people["aino"])
    message = GroupMessage(group=group, created_at=_at(-3, 15))
    text = "Ensi kerraksi tarvitsemme jokainen yhden esineen, joka kertoo omasta työpäivästä. Mikä tahansa käy."
    message.store(text, by=mentor.person)
    first = _session(group, _at(-35, 13), "Mikä antaa työssä voimaa")
    second = _session(group, _at(-7, 13), "Palautuminen työpäivän aikana", arose=True)
    for person in (*members[:7], mentor.person):
        sessions.mark(first, person, present=True)
    for person in (*members[1:], mentor.person):
        sessions.mark(second, person, present=True)
    first.methods.create(card="colours")
    second.methods.create(card="line")
    _idea(first, "Taukohuoneesta puhelinvapaa", members, by=people["bahar"])
    summaries.approve(first, by=mentor.person)
    _idea(second, "Kokous alkaa viisi minuuttia yli, jotta ehtii hengähtää", members[:6], by=people["elina"])
    for name, text, shown in (
        ("bahar", "Otan mukaani sen, että tauon saa pitää, vaikka työt eivät lopu.", True),
        ("johanna", "Det var skönt att höra att andra också blir trötta i november.", True),
        ("aino", "Haluan kokeilla puhelimetonta taukoa.", False),
    ):
        Reflection(group=group, session=second, shown=shown).store(text, by=people[name])
    coming = _session(group, _at(14, 13), "")
    plan = SharedText(group=group, session=coming, kind=SharedText.Kind.PLAN)
    plan.store("Kuulumiset 15 min. Sitten esineet. Vartti lopulle.", by=mentor.person)
    coming.coffee = "kahvi yhdeksälle"
    coming.save(update_fields=["coffee"])
    coming.methods.create(card="picture")
    _forget(group.pk)
    return season


def _session(group: Group, starts_at: datetime.datetime, theme: str, *, arose: bool = False) -> Session:
    return Session.objects.create(
        group=group, starts_at=starts_at, place="kirjaston kokoushuone", theme=theme, theme_arose=arose
    )


def _idea(session: Session, text: str, yes: list[User], *, by: User) -> None:
    idea = Idea(group=session.group, session=session)
    idea.store(text, by=by)
    for person in yes:
        ideas.vote(idea, by=person, yes=True)


def _forget(group: object) -> None:
    """Letters about what happened long ago would only confuse the demo's mail box."""
    rows = Mail.objects.filter(ids__group=str(group))
    ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
    jobs = DBTaskResult.objects.filter(task_path__endswith="deliver")
    jobs.filter(pk__in=[job.pk for job in jobs if job.args_kwargs["args"][0] in ids]).delete()
    rows.delete()


def _call(people: dict[str, User], mentor: Mentor) -> None:
    """Two groups that people may sign up for; one of them has a clash to look at."""
    season = _season(term(1), 45, 150, 21)
    new = Group.objects.create(
        season=season, name="Uudet työntekijät", target=Group.Target.NEW, capacity=6, **_on(1, 9)
    )
    swedish = Group.objects.create(
        season=season, name="Kaffestunden", target=Group.Target.OTHER, capacity=8, language="sv"
    )
    mentoring.name(new, mentor, by=people["sari"])
    for name in ("matti", "hannele", "timo"):
        places.sign_up(season, by=people[name], wish=new)
    for name in ("pekka", "kaj"):
        places.sign_up(season, by=people[name], wish=swedish)
