"""A survey that nobody closes: open to the end of the day that its letter promises, and closed from then on."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from core.jobs import SCHEDULES
from tests.factories import make_person
from tests.jobs import run_jobs
from tests.verme.conftest import make_group, make_season
from tests.verme.survey.test_surveys import links, members
from verme.models import Answer, Invitation, Survey
from verme.survey import actions as acts

pytestmark = pytest.mark.django_db
HELSINKI = ZoneInfo("Europe/Helsinki")
JOB = acts.close_what_is_over.module_path

# ordinary days, and those that begin or end within a change of the clocks
DAYS = [datetime.date(2027, 1, 15), datetime.date(2027, 7, 1)]
DAYS += [
    datetime.date(2027, 3, 27),
    datetime.date(2027, 3, 28),
    datetime.date(2027, 10, 30),
    datetime.date(2027, 10, 31),
]


def moment(day, clock="0:00:00"):
    hour, minute, second = map(int, clock.split(":"))
    return datetime.datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=HELSINKI)


def opened(until, before=10):
    """A survey that was opened some days before its last day, and the secrets of its letters."""
    season = make_season(state="running")
    members(make_group(season), 12)
    with time_machine.travel(moment(until - datetime.timedelta(days=before), "12:00:00"), tick=False):
        survey = acts.make(season, "feedback")
        acts.open_for_answers(survey, until=until)
        run_jobs()
    return survey, list(links().values())


def send(secret):
    return Client().post(f"/vastaa/{secret}/", {"useful": "0"})


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_page_and_job_agree_to_the_second(day):
    survey, secrets = opened(day)
    with time_machine.travel(moment(day, "23:59:59"), tick=False):
        acts.close_what_is_over.func()
        for secret in secrets[:11]:
            assert send(secret).status_code == 302
        survey.refresh_from_db()
        assert (survey.state, Answer.objects.count()) == (Survey.State.OPEN, 11)
    with time_machine.travel(moment(day + datetime.timedelta(days=1)), tick=False):
        for answer in (Client().get(f"/vastaa/{secrets[11]}/"), send(secrets[11])):
            assert "Kysely on suljettu" in answer.text
        acts.close_what_is_over.func()
        survey.refresh_from_db()
        assert (survey.state, Answer.objects.count()) == (Survey.State.CLOSING, 11)
        run_jobs()
        survey.refresh_from_db()
        assert (survey.state, survey.released_on) == (Survey.State.RELEASED, day + datetime.timedelta(days=1))
        assert survey.result["enough"] is True


def test_the_job_runs_every_minute():
    now = moment(DAYS[0], "23:59:30")
    assert SCHEDULES[JOB].due_after(now) - now == datetime.timedelta(minutes=1)


def test_results_follow_for_those_who_may_read_them(sari, signed_in):
    survey, secrets = opened(DAYS[0])
    with time_machine.travel(moment(DAYS[0], "12:00:00"), tick=False):
        for secret in secrets:
            send(secret)
    with time_machine.travel(moment(DAYS[0] + datetime.timedelta(days=3)), tick=False):
        acts.close_what_is_over.func()
        run_jobs()
        assert signed_in(sari).get(reverse("survey_results", args=[survey.pk])).status_code == 200


def test_nothing_is_asked_after_the_day(aino, sari, signed_in):
    """Also where the worker has not come round yet: no start page, no reminder, no slip, no late link."""
    survey, _secrets = opened(DAYS[0])
    Invitation.objects.create(survey=survey, person=aino)
    on_paper = make_person(name="Paula Paperi", email="")
    Invitation.objects.create(survey=survey, person=on_paper)
    with time_machine.travel(moment(DAYS[0], "12:00:00"), tick=False):
        assert list(Survey.objects.asked_of(aino)) == [survey]
    sent = len(mail.outbox)
    with time_machine.travel(moment(DAYS[0] + datetime.timedelta(days=1)), tick=False):
        assert list(Survey.objects.asked_of(aino)) == []
        hers = signed_in(sari)
        for name in ("survey_remind", "survey_slips"):
            assert hers.post(reverse(name, args=[survey.pk])).status_code == 404
        acts.send_links.func(str(survey.pk))
        run_jobs()
    assert len(mail.outbox) == sent


def test_hr_may_close_it_before(sari, signed_in):
    survey, secrets = opened(DAYS[0])
    with time_machine.travel(moment(DAYS[0] - datetime.timedelta(days=5)), tick=False):
        signed_in(sari).post(reverse("survey_close", args=[survey.pk]))
        run_jobs()
        survey.refresh_from_db()
        assert survey.state == Survey.State.RELEASED
        assert "Kysely on suljettu" in send(secrets[0]).text
    with time_machine.travel(moment(DAYS[0] + datetime.timedelta(days=1)), tick=False):
        acts.close_what_is_over.func()  # twice is once
        before = survey.result
        survey.refresh_from_db()
        assert survey.result == before


def test_hr_is_told_that_it_closes_by_itself(sari, signed_in):
    survey = acts.make(make_season(state="running"), "feedback")
    assert "sulkeutuu automaattisesti" in signed_in(sari).get(reverse("survey_manage", args=[survey.pk])).text
