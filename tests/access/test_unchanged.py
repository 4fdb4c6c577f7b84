"""Unchanged is unchanged: a form that is opened and saved as it stands sends no letter and moves no calendar entry."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from core.formats import clock, date_only
from core.models import Mail
from tests.factories import make_person
from tests.forms_page import form_of
from tests.verme.conftest import enter, make_group, make_mentor, make_season
from tests.verme.event.test_events import make_event
from tests.verme.training.test_training import make_training, set_days
from tests.workshops.conftest import make_agenda
from vatupassi.conversation import invitations
from vatupassi.follow_up import actions as follow_ups
from vatupassi.models import Conversation, Occasion
from verme.composing import actions as composing
from verme.event import actions as events
from verme.mentor import actions as mentoring
from verme.models import SeasonEvent, SeminarDay, Session, Survey
from verme.session import actions as sessions
from verme.survey import actions as surveys
from verme.training import actions as training
from workshops.models import Agenda, Forum, ForumMeeting
from workshops.sign_up import actions as workshop_places

pytestmark = pytest.mark.django_db


def soon(days=10):
    return timezone.localtime().replace(hour=9, minute=15, second=0, microsecond=0) + datetime.timedelta(days=days)


@pytest.fixture
def conversation(aino, matti):
    found = invitations.start(
        employee=aino,
        supervisor=matti,
        by=matti,
        occasion=Occasion.objects.get(code="early-support"),
        starts_at=soon(),
        place="Huone 3",
        minutes=45,
    )
    invitations.accept(found, by=aino)
    return found


@pytest.fixture
def group(aino, matti, sari, library):
    made = make_group(make_season(), name="Konkarit")
    for person in (aino, matti):
        enter(made.season, person, made)
    mentoring.name(made, make_mentor(make_person(name="Maija Mäkelä", username="maija", unit=library)), by=sari)
    composing.confirm(made, small=True)
    return made


def numbers():
    """Every sequence that a calendar reads, and every conversation's state."""
    rows = [Session, SeasonEvent, SeminarDay, ForumMeeting]
    found = [list(row.objects.order_by("pk").values_list("calendar_sequence", flat=True)) for row in rows]
    found.append(list(Agenda.objects.order_by("pk").values_list("calendar_sequence", "version")))
    found.append(list(Conversation.objects.values_list("calendar_sequence", "status", "awaiting", "revision")))
    return found


def saves_untouched(browser, page, address="", at=None):
    """Open the page, send its form three times as it stands: nobody hears of it, and no calendar has to know.

    ``at``: where the form proposes another day, the time that stands is written into it.
    """
    address = address or page
    data = form_of(browser.get(page), address)
    if at:
        data |= {"day": date_only(timezone.localdate(at)), "clock": clock(at)}
    letters, before = Mail.objects.count(), numbers()
    for _time in range(3):
        answer = browser.post(address, data)
        assert answer.status_code == 302, answer.content.decode()
    assert (Mail.objects.count() - letters, numbers()) == (0, before)


@pytest.mark.parametrize("who", ["aino", "matti"])
def test_another_time_that_is_the_same_time(conversation, who, request, signed_in):
    browser = signed_in(request.getfixturevalue(who))
    at = reverse("conversation_detail", args=[conversation.pk])
    saves_untouched(browser, at, reverse("conversation_propose", args=[conversation.pk]), conversation.starts_at)
    page = browser.get(at).content.decode()
    assert "Aika ja paikka ovat samat kuin ennenkin, joten mitään ei lähetetty." in page
    conversation.refresh_from_db()
    assert (conversation.status, conversation.awaiting) == ("agreed", "")


def test_the_time_that_waits_for_my_answer_is_to_be_accepted(aino, matti, conversation, signed_in):
    later = {"starts_at": soon(12), "minutes": 45, "place": "Huone 3", "video_link": ""}
    assert invitations.propose(conversation, by=aino, **later) is True
    his, at = signed_in(matti), reverse("conversation_detail", args=[conversation.pk])
    saves_untouched(his, at, reverse("conversation_propose", args=[conversation.pk]), later["starts_at"])
    assert "Tätä aikaa on jo ehdotettu sinulle. Jos se sopii, hyväksy se." in his.get(at).content.decode()
    assert Mail.objects.filter(kind="new_time").count() == 1


def test_a_follow_up_planned_at_its_own_time(conversation, aino, signed_in):
    follow_ups.plan(conversation, starts_at=soon(40), minutes=30)
    at = reverse("conversation_step", args=[conversation.pk, "follow-up"])
    saves_untouched(signed_in(aino), at, reverse("follow_up_plan", args=[conversation.pk]), soon(40))


def test_a_meeting_of_a_group(group, signed_in):
    session = sessions.plan(Session(group=group, starts_at=soon(), place="Kirjasto"))
    mentor = group.mentorings.get().person
    saves_untouched(signed_in(mentor), reverse("session_edit", args=[session.pk]))


def test_an_event(group, aino, sari, signed_in):
    event = make_event(group.season, starts_at=soon())
    events.join(event, by=aino)
    saves_untouched(signed_in(sari), reverse("event_edit", args=[event.pk]))


def test_a_seminar_and_a_training(aino, sari, matti, signed_in):
    made = make_training(trainer=matti)
    set_days(made, 10)
    training.take_in(made, aino)
    seminar, hr = made.seminars.get(number=1), signed_in(sari)
    saves_untouched(hr, reverse("training_seminar", args=[seminar.pk]))
    saves_untouched(hr, reverse("training_edit", args=[made.pk]))


def test_a_workshop(aino, matti, signed_in):
    agenda = make_agenda(matti, starts_at=soon(), state="published", takes_sign_ups=True, place="Sali")
    workshop_places.sign_up(agenda, by=aino)
    saves_untouched(signed_in(matti), reverse("agenda_edit", args=[agenda.pk]))


def test_a_meeting_of_a_forum(sari, signed_in):
    forum = Forum.objects.create(name_fi="Johtoryhmä", kind="top_team")
    meeting = ForumMeeting.objects.create(forum=forum, starts_at=soon(), place="Sali")
    saves_untouched(signed_in(sari), reverse("forum_meeting_edit", args=[meeting.pk]))


def test_a_person(aino, sari, signed_in):
    saves_untouched(signed_in(sari), reverse("person_edit", args=[aino.pk]))


def test_a_reminder_of_a_survey_goes_once_a_day(group, sari, signed_in):
    survey = surveys.make(group.season, "feedback")
    surveys.open_for_answers(survey, until=timezone.localdate() + datetime.timedelta(days=7))
    hr = signed_in(sari)
    for _time in range(3):
        page = hr.post(reverse("survey_remind", args=[survey.pk]), follow=True)
    assert "Kaikki, joilta kysyttiin, ovat jo saaneet muistutuksen tänään." in page.content.decode()
    assert Mail.objects.filter(kind="survey_reminder").count() == 3
    assert Survey.objects.get().state == "open"
