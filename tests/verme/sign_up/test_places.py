"""Signing up, the waiting list, leaving and moving up; many at the same moment for few places."""

import contextlib
import datetime
import threading

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from core.models import Mail
from core.outbox import letter
from tests.factories import make_person
from tests.verme.conftest import enter, make_group, make_season, seats
from verme.models import Group, Membership, Season, SignUp
from verme.season.models import SeasonQuerySet
from verme.sign_up import actions as places

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def told():
    return sorted((mail.kind, mail.to.username) for mail in Mail.objects.select_related("to"))


def test_an_employee_signs_up_for_a_group(group, aino, signed_in):
    hers = signed_in(aino)
    page = hers.get(f"/verme/kutsut/{group.season_id}/")
    assert "8 paikkaa jäljellä" in page.content.decode()
    for _click in range(2):
        assert hers.post(f"/verme/kutsut/{group.season_id}/ilmoittaudu/", {"wish": group.pk}).status_code == 302
    row = SignUp.objects.get()
    assert (row.person, row.group, row.wish, row.state) == (aino, group, group, "placed")


def test_without_a_wish_the_emptiest_group(season, aino, matti):
    first, second = make_group(season, name="A", capacity=2), make_group(season, name="B", capacity=2)
    enter(season, aino, first)
    assert enter(season, matti).group == second


def test_a_full_group_has_a_waiting_list_that_moves_up_by_itself(season, aino, johanna, matti):
    group = make_group(season, capacity=1)
    for person in (aino, johanna, matti):
        enter(season, person, group)
    assert seats(group) == ["aino"]
    with transaction.atomic():
        places.withdraw(season, by=aino)
    assert seats(group) == ["johanna"]
    assert told() == [("verme_moved_up", "johanna")]
    found = letter(Mail.objects.get())
    assert found.subject == "Verme: du har fått en plats"
    assert found.link == f"/verme/kutsut/{season.pk}/"


def test_moving_up_and_its_letter_happen_together_or_not_at_all(season, aino, johanna):
    group = make_group(season, capacity=1)
    for person in (aino, johanna):
        enter(season, person, group)

    def fail_after_moving_up():
        with transaction.atomic():
            places.withdraw(season, by=aino)
            assert seats(group) == ["johanna"]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_moving_up()
    assert seats(group) == ["aino"]
    assert told() == []


def test_who_waits_for_any_group_gets_the_first_that_frees(season, aino, johanna, matti):
    one, other = make_group(season, name="A", capacity=1), make_group(season, name="B", capacity=1)
    enter(season, aino, one)
    enter(season, johanna, other)
    assert enter(season, matti).group is None
    places.withdraw(season, by=johanna)
    assert seats(other) == ["matti"]


def test_a_wish_changes_while_waiting_but_never_costs_a_place(season, aino, johanna):
    one, other = make_group(season, name="A", capacity=1), make_group(season, name="B", capacity=1)
    enter(season, aino, one)
    assert enter(season, johanna, one).state == "waitlist"
    assert enter(season, johanna, other).state == "placed"
    assert enter(season, johanna, one).group == other


def test_leaving_and_coming_back(group, aino):
    enter(group.season, aino, group)
    for _twice in range(2):
        places.withdraw(group.season, by=aino)
    assert SignUp.objects.get().state == "withdrawn"
    assert enter(group.season, aino, group).state == "placed"


@pytest.mark.parametrize("state", ["draft", "running", "closed"])
def test_nobody_signs_up_outside_the_call(aino, signed_in, state):
    today = timezone.localdate()
    season = make_season(state=state, closed_on=today if state == "closed" else None)
    make_group(season)
    answer = signed_in(aino).post(f"/verme/kutsut/{season.pk}/ilmoittaudu/")
    assert answer.status_code == (404 if state == "draft" else 302)
    assert SignUp.objects.count() == 0


def test_nobody_signs_up_after_the_last_day(group, aino, signed_in):
    Season.objects.update(sign_up_until=timezone.localdate() - datetime.timedelta(days=1))
    signed_in(aino).post(f"/verme/kutsut/{group.season_id}/ilmoittaudu/")
    assert SignUp.objects.count() == 0


def test_a_member_leaves_in_the_middle_and_sees_nothing_more(confirmed, aino, signed_in, mentor):
    hers = signed_in(aino)
    assert hers.get(f"/verme/ryhmat/{confirmed.pk}/").status_code == 200
    Mail.objects.all().delete()
    assert hers.post(f"/verme/kutsut/{confirmed.season_id}/luovu/").status_code == 302
    assert hers.get(f"/verme/ryhmat/{confirmed.pk}/").status_code == 404
    assert told() == [("verme_left", "aino"), ("verme_member_left", "maija")]
    assert "Aino" not in letter(Mail.objects.get(to=mentor.person)).body


def race(season, people, path):
    """Everybody signs up at the same moment."""
    start, statuses = threading.Barrier(min(len(people), 24)), []

    def go(some):
        try:
            clients = []
            for person in some:
                client = Client(raise_request_exception=False)
                client.force_login(person)
                clients.append(client)
            start.wait(20)
            statuses.extend(client.post(path).status_code for client in clients)
        finally:
            connections.close_all()

    lanes = min(len(people), 24)
    threads = [threading.Thread(target=go, args=(people[n::lanes],)) for n in range(lanes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return statuses


@pytest.mark.django_db(transaction=True)
def test_many_sign_up_at_once_for_twelve_places(transactional_db):
    season = make_season()
    group = make_group(season, capacity=12)
    people = [make_person() for _n in range(200 if connection.vendor == "postgresql" else 20)]
    statuses = race(season, people, f"/verme/kutsut/{season.pk}/ilmoittaudu/")
    assert statuses == [302] * len(people)
    assert len(seats(group)) == 12
    assert SignUp.objects.waiting().count() == len(people) - 12


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_there_would_be_more(transactional_db, monkeypatch):
    """The control: the race above notices when the season is not locked."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time anyway")
    season = make_season()
    group = make_group(season, capacity=1)
    people = [make_person() for _n in range(24)]
    met, real = threading.Barrier(6), places.groups_with_room

    def together(*args):
        found = real(*args)
        with contextlib.suppress(threading.BrokenBarrierError):
            met.wait(1)
        return found

    monkeypatch.setattr(SeasonQuerySet, "for_update", lambda self: self)
    monkeypatch.setattr(places, "groups_with_room", together)
    race(season, people, f"/verme/kutsut/{season.pk}/ilmoittaudu/")
    assert len(seats(group)) > 1


def test_capacity_is_never_below_those_accepted(season, aino, johanna, sari, signed_in):
    group = make_group(season, capacity=2)
    for person in (aino, johanna):
        enter(season, person, group)
    form = {"name": "Uudet", "target": "new", "mixed": "True", "capacity": "1", "language": "fi", "revision": "0"}
    page = signed_in(sari).post(f"/verme/ryhmat/{group.pk}/muokkaa/", form)
    assert page.context["form"].errors["capacity"] == [
        "2 henkilöllä on jo paikka. Siirrä heistä osa ensin muualle tai anna vähintään 2."
    ]
    assert Group.objects.get().capacity == 2


def test_more_places_are_filled_from_the_waiting_list_at_once(season, aino, johanna, sari, signed_in):
    group = make_group(season, capacity=1)
    for person in (aino, johanna):
        enter(season, person, group)
    form = {"name": "Uudet", "target": "new", "mixed": "True", "capacity": "3", "language": "fi", "revision": "0"}
    assert signed_in(sari).post(f"/verme/ryhmat/{group.pk}/muokkaa/", form).status_code == 302
    assert seats(group) == ["aino", "johanna"]
    assert told() == [("verme_moved_up", "johanna")]
    assert Membership.objects.count() == 0
