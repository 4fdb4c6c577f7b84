"""Nothing that says who was in a group outlives its kooste."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from core import retention
from verme.kooste import actions as summaries
from verme.models import Attendance, Kooste, Membership, Mentor, Mentoring, Poll, PollVote, Season, Session, SignUp
from verme.season import actions as seasons
from verme.session import actions as sessions

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NAMES = (Membership, Mentoring, SignUp, Poll, PollVote, Session, Attendance, Kooste)


def rows():
    return {model.__name__: model.objects.count() for model in NAMES if model.objects.exists()}


def aged(days):
    """What is left after so many times 24 hours. Half a year has 181 days or more, and 23 hours on one of them."""
    with time_machine.travel(timezone.now() + datetime.timedelta(days=days)):
        retention.dispose()
    return rows()


def test_names_go_with_the_kooste_and_what_was_only_a_plan_sooner(confirmed, aino, mentor, matti):
    SignUp.objects.create(season=confirmed.season, person=matti, state=SignUp.State.WAITLIST)  # never got a place
    session = Session.objects.create(group=confirmed, starts_at=timezone.now() - datetime.timedelta(hours=1))
    sessions.mark(session, aino, present=True)
    summaries.approve(session, by=mentor.person)
    option = Poll.objects.create(group=confirmed).options.create(starts_at=timezone.now())
    option.votes.create(person=aino)
    seasons.close(confirmed.season)
    kept = {"Membership": 8, "Mentoring": 1, "SignUp": 8, "Session": 1, "Attendance": 1, "Kooste": 1}
    assert aged(178) == kept | {"SignUp": 9, "Poll": 1, "PollVote": 1}
    assert aged(186) == kept
    assert aged(720) == kept
    assert aged(732) == {}
    assert (Season.objects.count(), Mentor.objects.count()) == (1, 1)  # neither says who was in which group


def test_a_season_that_goes_on_keeps_everything(confirmed):
    before = rows()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=100)):
        retention.dispose()
    assert rows() == before == {"Membership": 8, "Mentoring": 1, "SignUp": 8}
