"""What facilitators, participants and chairs have in their own calendars of the workshops."""

import datetime

import pytest

from core.dates import own_time
from tests.workshops.conftest import at
from workshops.models import Agenda, Forum, ForumMeeting, SignUp

pytestmark = pytest.mark.django_db


def on(person, day="18.5.2027"):
    begin = at(day, "0.00")
    return [(each.name, each.ends_at) for each in own_time.taken(person, begin, begin + datetime.timedelta(days=1))]


def test_a_workshop_takes_the_time_of_its_programme(published, matti, aino, timo, sari):
    SignUp.objects.create(agenda=published, person=aino, state=SignUp.State.PLACED)
    SignUp.objects.create(agenda=published, person=timo, state=SignUp.State.WAITLIST)
    assert on(matti) == on(aino) == [("Aktiivisen tuen päivä", published.slots()[-1].end)]
    assert on(timo) == on(sari) == []
    published.state = Agenda.State.CANCELLED
    published.save()
    assert on(matti) == on(aino) == []


def test_a_forum_meets_in_the_calendar_of_its_chair(kitchen, matti, aino):
    forum = Forum.objects.create(name_fi="Keittiön palaveri", unit=kitchen, chair=matti)
    meeting = ForumMeeting.objects.create(forum=forum, starts_at=at("18.5.2027", "9.00"))
    assert on(matti) == [("Keittiön palaveri", at("18.5.2027", "10.00"))]
    assert on(aino) == []
    meeting.items.create(title="Vuorolistat", minutes=25)
    assert on(matti) == [("Keittiön palaveri", at("18.5.2027", "9.25"))]
