"""The call as somebody at work reads it: seats as a picture and in words, one's place in the queue, what is next."""

import pytest

from tests.factories import make_person
from tests.verme.conftest import enter, make_group
from verme.sign_up.actions import place_in_queue
from verme.sign_up.ring import MOST, ring

pytestmark = pytest.mark.django_db


def kinds(seats):
    return [seat.kind for seat in seats]


def test_a_ring_has_a_seat_for_each_and_the_mentors():
    assert kinds(ring(4, 2)) == ["mentor", "taken", "taken", "mine", "free"]
    assert kinds(ring(3, 3)) == ["mentor", "taken", "taken", "taken"]
    assert kinds(ring(3, 2, mine=True)) == ["mentor", "taken", "own", "free"]
    assert kinds(ring(2, 5)) == ["mentor", "taken", "taken"]
    assert ring(MOST + 1, 0) == ring(0, 0) == ()


def test_the_queue_has_a_size_and_a_day(group, signed_in, kitchen):
    group.capacity = 1
    group.save()
    people = [make_person(unit=kitchen) for _number in range(4)]
    rows = [enter(group.season, person, group) for person in people]
    other = enter(group.season, make_person(unit=kitchen), make_group(group.season, name="Toinen", capacity=1))
    assert other.state == "placed"
    assert [place_in_queue(row) for row in rows[1:]] == [1, 2, 3]
    page = signed_in(people[3]).get(f"/verme/kutsut/{group.season_id}/").content.decode()
    assert "Olet jonotuslistalla sijalla 3" in page
    assert "Kerromme viimeistään" in page
    assert not [person.last_name for person in people[:3] if person.last_name in page]


def test_a_full_group_is_chosen_like_any_other(group, signed_in, aino, kitchen):
    group.capacity = 1
    group.save()
    enter(group.season, make_person(unit=kitchen), group)
    enter(group.season, make_person(unit=kitchen), group)
    page = signed_in(aino).get(f"/verme/kutsut/{group.season_id}/").content.decode()
    assert "täynnä, 1 odottaa" in page
    assert 'class="is-full"' in page


def test_whoever_has_a_place_sees_no_queue(group, signed_in, aino):
    enter(group.season, aino, group)
    page = signed_in(aino).get(f"/verme/kutsut/{group.season_id}/").content.decode()
    assert ("Sinulla on paikka" in page, "jonotuslistalla" in page) == (True, False)


def test_whoever_has_a_place_is_not_called_again(group, signed_in, aino, timo):
    enter(group.season, aino, group)
    hers, his = (signed_in(person).get("/verme/").content.decode() for person in (aino, timo))
    assert ("Sinulla on paikka" in hers, "Lue lisää ja ilmoittaudu" in hers) == (True, False)
    assert ("Sinulla on paikka" in his, "Lue lisää ja ilmoittaudu" in his) == (False, True)
    steps = signed_in(aino).get(f"/verme/kutsut/{group.season_id}/").content.decode()
    assert ("Olet ilmoittautunut" in steps, "Ilmoittaudut" in steps) == (True, False)
