"""What members, mentors and those who come have in their own calendars of Verme."""

import datetime

import pytest
from django.utils import timezone

from core.dates import own_time
from verme.models import EventSignUp, SeasonEvent, Session

pytestmark = pytest.mark.django_db


def at(days, hour=9):
    day = timezone.localdate() + datetime.timedelta(days=days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def names(person):
    return [(each.what, each.name) for each in own_time.taken(person, at(9, 0), at(10, 0))]


def test_a_meeting_is_in_the_calendars_of_its_group(confirmed, aino, mentor, sari, matti):
    meeting = Session.objects.create(group=confirmed, starts_at=at(9), minutes=90)
    assert names(aino) == names(mentor.person) == [("Verme-kokoontuminen", "Uudet")]
    assert names(sari) == names(matti) == []
    (taken,) = own_time.taken(aino, at(9, 0), at(10, 0))
    assert taken.ends_at == meeting.ends_at
    meeting.state = Session.State.CANCELLED
    meeting.save()
    assert names(aino) == []


def test_an_event_is_in_the_calendars_of_those_who_come(season, aino, matti, sari):
    event = SeasonEvent.objects.create(
        season=season, kind="closing", title="Päätös", state="open", starts_at=at(9, 13), minutes=120
    )
    EventSignUp.objects.create(event=event, person=aino)
    EventSignUp.objects.create(event=event, person=matti, waits=True)
    assert names(aino) == [("tilaisuus", "Päätös")]
    assert names(matti) == names(sari) == []
