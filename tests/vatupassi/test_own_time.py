"""What the two, and nobody else, have in their own calendars of the VatuPassi."""

import datetime
import uuid

import pytest
from django.db import transaction
from django.utils import timezone

from core.dates import own_time
from people.models import SupervisionLine
from vatupassi.conversation import invitations
from vatupassi.models import FollowUp, Occasion
from vatupassi.round import actions as rounds

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def at(days, hour=9):
    day = timezone.localdate() + days * DAY
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def names(person, days):
    return [(each.name, each.starts_at) for each in own_time.taken(person, at(days, 0), at(days + 1, 0))]


@pytest.fixture
def talk(aino, matti):
    occasion = Occasion.objects.get(code="how-are-you")
    with transaction.atomic():
        return invitations.start(
            employee=aino, supervisor=matti, by=matti, occasion=occasion, starts_at=at(9), minutes=45
        )


def test_a_conversation_is_in_the_calendars_of_the_two(talk, aino, matti, leena, sari, timo):
    assert names(aino, 9) == [("Matti Laine", at(9))]
    assert names(matti, 9) == [("Aino Virtanen", at(9))]
    assert [names(person, 9) for person in (leena, sari, timo)] == [[], [], []]
    assert names(aino, 8) == names(aino, 10) == []
    (taken,) = own_time.taken(aino, at(9, 0), at(10, 0))
    assert taken.ends_at - taken.starts_at == datetime.timedelta(minutes=45)
    assert own_time.taken(aino, at(9, 0), at(10, 0), without=f"conversation:{talk.pk}") == []
    assert own_time.taken(aino, taken.ends_at, at(10, 0)) == []


def test_what_is_not_held_takes_no_time(talk, aino):
    talk.touch(status="declined", awaiting="", closed_on=timezone.localdate())
    assert names(aino, 9) == []


def test_a_former_supervisor_is_not_told(talk, aino, matti):
    SupervisionLine.objects.filter(supervisor=matti).update(ends_on=timezone.localdate() - DAY)
    assert names(matti, 9) == []
    assert names(aino, 9) == [("Matti Laine", at(9))]


def test_a_follow_up(confirmed, aino, matti, leena):
    FollowUp.objects.filter(conversation=confirmed).update(starts_at=at(20), held_at=None)
    assert names(aino, 20) == [("Matti Laine", at(20))]
    assert names(matti, 20) == [("Aino Virtanen", at(20))]
    assert names(leena, 20) == []


def test_times_offered_to_the_team_are_the_supervisor_s_until_booked(aino, matti):
    occasion = Occasion.objects.get(code="how-are-you")
    with transaction.atomic():
        made = rounds.offer(
            by=matti, id=uuid.uuid4(), team=[aino], times=[at(7), at(7, 10)], occasion=occasion, minutes=30, place=""
        )
    assert names(matti, 7) == [(occasion.name, at(7)), (occasion.name, at(7, 10))]
    assert names(aino, 7) == []
    with transaction.atomic():
        rounds.book(made, by=aino, time=made.times.first().pk)
    assert names(matti, 7) == [("Aino Virtanen", at(7)), (occasion.name, at(7, 10))]
    assert names(aino, 7) == [("Matti Laine", at(7))]
