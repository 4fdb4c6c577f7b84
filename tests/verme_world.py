"""Verme around the people of a World (tests/states.py): a call, a group going on, another one, a register.

Who is what: the employee is a member, the deputy the mentor, the colleague a former member, the director a former
mentor, the supervisor the mentor of the other group. Everybody else is nobody to the group.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from people.models import User
from tests.people_fixtures import with_second_step
from verme.composing import actions as composing
from verme.kooste import actions as summaries
from verme.mentor import actions as mentoring
from verme.models import (
    CalendarAddress,
    Cost,
    DiaryEntry,
    Expectation,
    GroundRules,
    Group,
    GroupMessage,
    Idea,
    Kooste,
    Membership,
    Mentor,
    Mentoring,
    Poll,
    Reflection,
    Season,
    Session,
    SharedText,
    SignUp,
    Ticket,
)
from verme.session import actions as sessions
from verme.sign_up import actions as places
from verme.survey import actions as acts


def a_season(name: str, state: str) -> Season:
    """A season around today."""
    today = timezone.localdate()
    later = today + datetime.timedelta(days=120)
    until = today + datetime.timedelta(days=10)
    return Season.objects.create(name=name, state=state, starts_on=today, ends_on=later, sign_up_until=until)


HOPE, GOALS, RULES, FEEDBACK, IDEA, DIARY, REFLECTION, DRAFT, MESSAGE, WAS, PLAN = (
    f"kanarialintu-verme-{name}"
    for name in (
        "odotus",
        "tavoite",
        "saanto",
        "palaute",
        "idea",
        "paivakirja",
        "pohdinta",
        "luonnos",
        "viesti",
        "poistettu-lause",
        "suunnitelma",
    )
)


def inside(group: Group, people: dict[str, User]) -> tuple[Session, Idea, Poll, Kooste]:
    """What the member and the mentor have written, each text a canary; a summary approved; a poll going on."""
    member, mentor = people["employee"], people["deputy"]
    starts_at = timezone.now() - datetime.timedelta(hours=1)
    session = Session.objects.create(group=group, starts_at=starts_at, theme="Palautuminen")
    Expectation(group=group).store(HOPE, by=member)
    goals = SharedText(group=group, kind="goals")
    goals.store(GOALS, by=member)
    goals.versions.create(number=0, text=WAS, writer=member)
    SharedText(group=group, kind="feedback", session=session).store(FEEDBACK, by=mentor)
    SharedText(group=group, kind="plan", session=session).store(PLAN, by=mentor)
    GroundRules(group=group).store(RULES, by=mentor)
    GroupMessage(group=group).store(MESSAGE, by=mentor)
    idea = Idea(group=group, session=session)
    idea.store(IDEA, by=member)
    Idea(group=group, session=session, state=Idea.State.DRAFT).store(DRAFT, by=member)
    Reflection(group=group, session=session, shown=True).store(REFLECTION, by=member)
    DiaryEntry.objects.create(session=session, person=mentor, text=DIARY)
    sessions.mark(session, member, present=True)
    poll = Poll.objects.create(group=group)
    poll.options.create(starts_at=timezone.now() + datetime.timedelta(days=7))
    return session, idea, poll, summaries.approve(session, by=mentor)


SECRET = "0123456789abcdefghijkl"  # the ticket of somebody who has not answered


def surveys(running: Season, call: Season) -> dict[str, Any]:
    """A survey being made, one that people answer, and one whose results have been released."""
    draft = acts.make(call, "feedback")
    wanted, told = acts.make(running, "topics"), acts.make(running, "feedback")
    for survey in (wanted, told):
        acts.open_for_answers(survey, until=timezone.localdate() + datetime.timedelta(days=7))
    Ticket.objects.get_or_create(hash=Ticket.hashed(SECRET), defaults={"survey": wanted})  # one for two worlds
    for secret in acts.tickets(told, 12):
        acts.answer(secret, {"useful": "0", "best": "rauha"})
    acts.close(told)
    acts.count.func(str(told.pk))
    return {"survey_draft": draft.pk, "survey_open": wanted.pk, "survey_released": told.pk}


def secrets() -> dict[str, set[str]]:
    """Text → the roles that may find it in a page. HR is not among them."""
    inside = (HOPE, GOALS, RULES, FEEDBACK, IDEA, REFLECTION, MESSAGE, PLAN)
    return {text: {"employee", "deputy"} for text in inside} | {
        DIARY: {"deputy"},
        DRAFT: {"employee"},
        WAS: {"employee"},
    }


def around(people: dict[str, User]) -> dict[str, Any]:
    """The ids for addresses."""
    other_mentor = people.get("supervisor") or people["former"]
    running, call, draft = a_season("Syksy", "call"), a_season("Kevät", "call"), a_season("Luonnos", "draft")
    group = Group.objects.create(season=running, name="Konkarit")
    other = Group.objects.create(season=running, name="Toinen ryhmä")
    wanted = [(group, people["employee"]), (group, people["colleague"]), (other, people["other_hr"])]
    for target, person in wanted:
        places.sign_up(running, by=person, wish=target)
    mentors = {
        person.pk: Mentor.objects.create(person=with_second_step(person), role="asiantuntija")
        for person in (people["deputy"], people["director"], other_mentor)
    }
    mentoring.name(group, mentors[people["director"].pk], by=people["hr"])
    mentoring.name(group, mentors[people["deputy"].pk], by=people["hr"])
    mentoring.name(other, mentors[other_mentor.pk], by=people["hr"])
    for target in (group, other):
        composing.confirm(target, small=True)
    mentoring.stop(Mentoring.objects.get(group=group, person=people["director"]), by=people["hr"])
    places.withdraw(running, by=people["colleague"])
    session, idea, poll, kooste = inside(group, people)
    cost = Cost.objects.create(season=running, group=group, what="kahvi", euros="48.50", paid_by=Cost.PaidBy.HR)
    forming = Group.objects.create(season=call, name="Uudet työntekijät")
    empty = Group.objects.create(season=draft, name="Tyhjä")
    places.sign_up(call, by=people["employee"], wish=forming)
    running.state = Season.State.RUNNING
    running.save(update_fields=["state"])
    assert Membership.objects.live().filter(group=group).count() == 1
    return surveys(running, call) | {
        "verme_calendar": CalendarAddress.objects.create(person=people["deputy"]).secret,
        "verme_call": call.pk,
        "verme_draft": draft.pk,
        "verme_season": running.pk,
        "verme_group": group.pk,
        "verme_goals": SharedText.objects.get(group=group, kind="goals").pk,
        "verme_session": session.pk,
        "verme_idea": idea.pk,
        "verme_poll": poll.pk,
        "verme_message": GroupMessage.objects.get(group=group).pk,
        "verme_kooste": kooste.pk,
        "verme_cost": cost.pk,
        "verme_forming": forming.pk,
        "verme_empty": empty.pk,
        "verme_sign_up": SignUp.objects.get(season=call).pk,
        "verme_mentoring": Mentoring.objects.get(group=group, person=people["deputy"]).pk,
        "verme_mentor": mentors[people["director"].pk].pk,
    }
