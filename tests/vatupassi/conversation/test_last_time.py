"""Last time's mark in the talk: behind a switch, of the same two people, and for nobody else."""

import datetime

import pytest
from django.utils import timezone

from tests.vatupassi.team.test_team import talk
from vatupassi.models import BoardMark, Conversation
from vatupassi.opening import actions as openings

pytestmark = pytest.mark.django_db
LAST, SWITCH = 'class="also then"', "data-last-time"


@pytest.fixture
def two(aino, matti):
    """One held with a mark, and one that goes on."""
    earlier = talk(aino, matti)
    BoardMark.objects.create(conversation=earlier, side="employee", question="osaanko", now=-2)
    day = timezone.localdate()
    Conversation.objects.update(
        status="confirmed", held_on=day, created_at=timezone.now() - datetime.timedelta(days=99)
    )
    made = talk(aino, matti)
    made.touch(status="agreed", awaiting="")
    return earlier, made


def step(client, made):
    return client.get(f"/keskustelut/{made.pk}/vaihe/together/").content.decode()


@pytest.mark.both_databases
def test_both_see_it_when_they_ask(two, aino, matti, signed_in):
    for person in (aino, matti):
        page = step(signed_in(person), two[1])
        assert SWITCH in page
        assert 'class="was' in page
        assert step(signed_in(person), two[0]).count(SWITCH) == 0  # there was none before it


@pytest.mark.both_databases
def test_who_reads_this_one_alone_sees_nothing_of_the_one_before(two, aino, timo, signed_in):
    openings.open_to_supervisor(two[1], to=timo, by=aino)
    page = step(signed_in(timo), two[1])
    assert (SWITCH in page, 'class="was' in page) == (False, False)


@pytest.mark.both_databases
def test_of_another_supervisor_or_one_not_held_there_is_none(two, aino, matti, leena, signed_in):
    other = talk(aino, leena)
    assert SWITCH not in step(signed_in(leena), other)
    Conversation.objects.filter(pk=two[0].pk).update(status="declined", closed_on=timezone.localdate())
    assert SWITCH not in step(signed_in(matti), two[1])


def test_it_costs_no_statement(two, aino, signed_in, django_assert_num_queries):
    client = signed_in(aino)
    step(client, two[1])
    BoardMark.objects.all().delete()
    with django_assert_num_queries(7) as without:
        step(client, two[1])
    BoardMark.objects.create(conversation=two[0], side="employee", question="osaanko", now=-2)
    with django_assert_num_queries(len(without)):
        step(client, two[1])
