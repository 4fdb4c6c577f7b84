"""A free place goes to whoever has waited longest and whom it fits; from HR's first save only by HR's hand; leavers."""

import contextlib
import datetime
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from core.models import Mail
from core.outbox import letter
from people.register.actions import end_employment
from tests.factories import make_person
from tests.faults.test_races import at_once, browser
from tests.people_fixtures import with_second_step
from tests.verme.conftest import enter, make_group, make_season, name_mentor, seats
from tests.workshops.conftest import make_agenda
from verme.composing import actions as composing
from verme.event import actions as events
from verme.models import EventSignUp, Group, Membership, Mentoring, Season, SeasonEvent, SignUp
from verme.season import actions as seasons
from verme.season.models import SeasonQuerySet
from verme.sign_up import actions as places
from workshops.models import Agenda
from workshops.models import SignUp as WorkshopSignUp
from workshops.sign_up import actions as workshop_places

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def told(kind):
    return sorted(mail.to.username for mail in Mail.objects.filter(kind=kind).select_related("to"))


def compose(season, row, to, by):
    with transaction.atomic():
        locked = Season.objects.for_update().get(pk=season.pk)
        return composing.compose(
            locked, [composing.Placement(row.pk, composing.seat(row), str(to.pk) if to else "")], by=by
        )


def confirm(group):
    fresh = Group.objects.select_related("season").get(pk=group.pk)
    composing.confirm(fresh, small=True)


# ---- The queue


def test_a_place_that_hr_frees_is_not_taken_by_a_newcomer(season, aino, timo, matti, sari):
    group = make_group(season, capacity=1)
    row = enter(season, aino, group)
    enter(season, timo, group)
    compose(season, row, None, sari)
    assert enter(Season.objects.get(), matti, group).state == "waitlist"
    assert seats(group) == []  # HR has not ticked anybody
    assert told("verme_moved_up") == []


def test_a_newcomer_does_not_pass_those_who_wait(season, aino, timo, matti):
    """However the place came to be free: here more places were given by hand in the database."""
    group = make_group(season, capacity=1)
    for person in (aino, timo):
        enter(season, person, group)
    Group.objects.update(capacity=2)
    assert enter(season, matti, group).state == "waitlist"
    assert seats(group) == ["aino", "timo"]
    assert told("verme_moved_up") == ["timo"]


def test_a_free_place_goes_to_whom_it_fits(season, aino, johanna, timo, matti, library, leena):
    finnish, swedish = make_group(season, name="A", capacity=1), make_group(season, name="B", language="sv")
    new = make_group(season, name="C", target="new")
    leaders = make_group(season, name="D", target="supervisors", capacity=1)
    assert enter(season, aino).group == finnish
    assert enter(season, johanna).group == swedish  # her language, though the other is emptier
    assert enter(season, make_person(unit=library)).state == "waitlist"  # HR knows who is new, the register does not
    assert enter(season, make_person(unit=library), new).group == new
    assert enter(season, matti).group == leaders  # he leads the kitchen
    assert enter(season, leena).state == "waitlist"
    places.withdraw(season, by=matti)
    assert seats(leaders) == ["leena"]  # the other one has waited longer, and leads nobody


def test_the_letter_names_the_group_as_it_is_when_it_is_read(season, aino, timo, sari):
    group, other = make_group(season, name="Konkarit", capacity=1), make_group(season, name="Muut", capacity=1)
    for person in (aino, timo):
        enter(season, person, group)
    places.withdraw(season, by=aino)
    mail = Mail.objects.get(kind="verme_moved_up")
    assert "Verme-ryhmässä ”Konkarit”" in letter(mail).body
    compose(season, SignUp.objects.get(person=timo), other, sari)
    assert "Verme-ryhmässä ”Muut”" in letter(mail).body
    places.withdraw(season, by=timo)
    assert letter(mail) is None


# ---- From HR's first save on


def test_confirming_one_group_moves_nobody_anywhere(season, aino, timo, matti, mentor, sari):
    one, other = make_group(season, name="A", capacity=2), make_group(season, name="B", capacity=2)
    name_mentor(one, mentor)
    for person in (aino, timo):
        enter(season, person, one)
    out = enter(season, matti, other)
    compose(season, out, None, sari)  # HR has decided: not him, not now
    waits = enter(Season.objects.get(), make_person(), other)
    confirm(one)
    assert {row.state for row in SignUp.objects.filter(pk__in=[out.pk, waits.pk])} == {"waitlist"}
    assert seats(other) == []
    assert Membership.objects.count() == 2
    compose(season, SignUp.objects.get(pk=waits.pk), other, sari)  # the tick
    assert SignUp.objects.get(pk=waits.pk).group == other


def test_confirming_is_composing_too(season, aino, timo, mentor):
    one, other = make_group(season, name="A"), make_group(season, name="B", capacity=1)
    name_mentor(one, mentor)
    enter(season, aino, one)
    enter(season, timo, other)
    confirm(one)
    places.withdraw(Season.objects.get(), by=timo)
    assert enter(Season.objects.get(), make_person(), other).state == "waitlist"


def test_more_places_or_groups_and_leaving_move_nobody_then(season, aino, timo, matti, sari, signed_in):
    group, other = make_group(season, capacity=1), make_group(season, name="Toinen", capacity=4)
    rows = [enter(season, person, group) for person in (aino, timo, matti)]
    compose(season, rows[1], other, sari)
    hers = signed_in(sari)
    form = {"name": "Uudet", "target": "other", "mixed": "True", "capacity": "5", "language": "fi", "revision": "0"}
    assert hers.post(f"/verme/ryhmat/{group.pk}/muokkaa/", form).status_code == 302
    assert hers.post(f"/verme/kaudet/{season.pk}/ryhma/", form | {"name": "Kolmas"}).status_code == 302
    signed_in(aino).post(f"/verme/kutsut/{season.pk}/luovu/")
    assert SignUp.objects.get(person=matti).state == "waitlist"
    assert told("verme_moved_up") == []
    page = signed_in(matti).get(f"/verme/kutsut/{season.pk}/").content.decode()
    assert "HR kokoaa ryhmiä nyt" in page
    assert "HR kokoaa ryhmiä nyt" not in signed_in(matti).get(f"/verme/kutsut/{make_season().pk}/").content.decode()


def test_saving_nothing_is_not_composing(season, aino, sari, signed_in):
    group = make_group(season)
    row = enter(season, aino, group)
    data = {f"was-{row.pk}": str(group.pk), f"to-{row.pk}": str(group.pk)}
    signed_in(sari).post(f"/verme/kaudet/{season.pk}/koonti/tallenna/", data)
    assert Season.objects.get().composing is False


# ---- Leavers


def test_a_leaver_frees_the_place_and_is_never_given_one(season, aino, timo, matti, sari):
    group = make_group(season, capacity=1)
    for person in (aino, timo, matti):
        enter(season, person, group)
    end_employment(timo, by=sari)  # he waits
    end_employment(aino, by=sari)
    assert seats(group) == ["matti"]
    assert {row.person.username: row.state for row in SignUp.objects.all()} == {
        "aino": "withdrawn",
        "timo": "withdrawn",
        "matti": "placed",
    }


def test_a_leavers_place_is_free_also_where_nothing_was_told(season, aino, timo, matti, sari, mentor):
    """A row of the time before: somebody who may not sign in still stands in the list."""
    group = make_group(season, capacity=2)
    for person in (aino, timo):
        enter(season, person, group)
    row = enter(season, matti, group)
    for person in (aino, matti):
        person.is_active = False
        person.save()
    assert enter(season, make_person(username="uusi"), group).state == "placed"
    assert seats(group) == ["timo", "uusi"]
    with pytest.raises(composing.Moved):
        compose(season, row, group, sari)
    name_mentor(group, mentor)
    confirm(group)
    assert sorted(row.person.username for row in Membership.objects.all()) == ["timo", "uusi"]


def test_a_leaver_is_a_member_no_more_and_leads_no_more(confirmed, aino, mentor, sari, held):
    end_employment(aino, by=sari)
    assert not Membership.objects.live().filter(person=aino).exists()
    assert told("verme_member_left") == ["maija"]
    end_employment(mentor.person, by=sari)
    assert not Mentoring.objects.live().exists()
    told_of_mentor = letter(Mail.objects.filter(kind="verme_mentor_stopped")[0]).body
    assert "Maija Mäkelä ei enää ohjaa" in told_of_mentor
    assert "Muutoksen teki: Sari Koskinen." in told_of_mentor


def test_a_closed_season_keeps_its_list(confirmed, aino, sari):
    seasons.close(confirmed.season)
    end_employment(aino, by=sari)
    assert SignUp.objects.get(person=aino).state == "placed"


@pytest.fixture
def event(confirmed):
    """The closing, with places for one."""
    starts_at = timezone.now() + datetime.timedelta(days=9)
    fields = {"title": "Päätös", "starts_at": starts_at, "minutes": 180, "capacity": 1, "state": "open"}
    return SeasonEvent.objects.create(season=confirmed.season, kind="closing", **fields)


def coming(event):
    return sorted(row.person.username for row in event.sign_ups.placed().select_related("person"))


def test_in_an_event_a_leavers_place_goes_to_the_next_in_line(event, eight, sari):
    for person in eight[:4]:
        events.join(event, by=person)
    end_employment(eight[1], by=sari)  # who waits
    end_employment(eight[0], by=sari)
    assert coming(event) == [eight[2].username]
    assert not EventSignUp.objects.filter(person__in=eight[:2]).exists()
    SeasonEvent.objects.update(capacity=2)  # nobody has told the list
    event.refresh_from_db()
    assert events.join(event, by=eight[4]).waits
    assert coming(event) == sorted([eight[2].username, eight[3].username])
    assert told("verme_event_moved_up") == sorted([eight[2].username, eight[3].username])


def test_in_a_workshop_a_leavers_place_goes_to_the_next_in_line(matti, sari):
    agenda = make_agenda(matti, state="published", open_to="all", takes_sign_ups=True, capacity=1)
    people = [make_person(username=f"tulija{n}") for n in range(5)]

    def enter_workshop(person):
        with transaction.atomic():
            return workshop_places.sign_up(Agenda.objects.for_update().get(pk=agenda.pk), by=person)

    for person in people[:4]:
        enter_workshop(person)
    end_employment(people[1], by=sari)
    end_employment(people[0], by=sari)
    placed = WorkshopSignUp.objects.placed().order_by("at")
    assert [row.person.username for row in placed] == ["tulija2"]
    Agenda.objects.update(capacity=2)
    assert enter_workshop(people[4]).state == "waitlist"
    assert [row.person.username for row in placed.all()] == ["tulija2", "tulija3"]
    assert told("workshop_moved_up") == ["tulija2", "tulija3"]


# ---- At the same moment


def waiting_group():
    """A group of one, somebody in it, somebody who waits, six others, and what they all do at once."""
    season = make_season()
    group = make_group(season, capacity=1)
    first, second, *others = [make_person(username=f"tulija{n}") for n in range(8)]
    for person in (first, second):
        enter(season, person, group)
    leave = (browser(first), f"/verme/kutsut/{season.pk}/luovu/", {})
    come = [(browser(person), f"/verme/kutsut/{season.pk}/ilmoittaudu/", {"wish": str(group.pk)}) for person in others]
    return group, [leave, *come]


@pytest.mark.django_db(transaction=True)
def test_the_place_of_one_who_leaves_goes_to_the_one_who_waited_not_to_those_who_come_meanwhile(transactional_db):
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite lives in memory, where a second writer does not wait but fails")
    group, requests = waiting_group()
    assert at_once(requests) == [302] * 7
    assert seats(group) == ["tulija1"]
    assert SignUp.objects.waiting().count() == 6


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_place_would_be_given_twice(transactional_db, monkeypatch):
    """The control: the race above notices when the season is not locked."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time anyway")
    group, requests = waiting_group()
    SignUp.objects.filter(state="waitlist").delete()  # those who come see one another's rows no more than this one
    met, real = threading.Barrier(7), places.groups_with_room

    def together(season):
        found = real(season)
        with contextlib.suppress(threading.BrokenBarrierError):
            met.wait(2)
        return found

    monkeypatch.setattr(SeasonQuerySet, "for_update", lambda self: self)
    monkeypatch.setattr(places, "groups_with_room", together)
    Group.objects.update(capacity=2)
    at_once(requests)
    assert len(seats(group)) > 2


class Composes:
    """HR's browser, which says when HR has saved."""

    def __init__(self, client):
        self.client, self.saved = client, threading.Event()

    def post(self, path, data):
        answer = self.client.post(path, data)
        self.saved.set()
        return answer


def come_while_hr_composes(monkeypatch):
    """HR takes somebody out of the only place while six sign up for it; returns the group.

    Each of them looks for a place after HR has saved, or holds HR up meanwhile.
    """
    season = make_season()
    group = make_group(season, capacity=1)
    row = enter(season, make_person(), group)
    hr, real = Composes(browser(with_second_step(make_person(is_hr=True)))), places.groups_with_room

    def after_hr(season):
        hr.saved.wait(1)
        return real(season)

    monkeypatch.setattr(places, "groups_with_room", after_hr)
    data = {f"was-{row.pk}": str(group.pk), f"to-{row.pk}": ""}
    address, wish = f"/verme/kutsut/{season.pk}/ilmoittaudu/", {"wish": str(group.pk)}
    come = [(browser(make_person()), address, wish) for _n in range(6)]
    at_once([*come, (hr, f"/verme/kaudet/{season.pk}/koonti/tallenna/", data)])
    return group


@pytest.mark.django_db(transaction=True)
def test_hr_composes_while_others_sign_up(transactional_db, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite lives in memory, where a second writer does not wait but fails")
    assert seats(come_while_hr_composes(monkeypatch)) == []
    assert SignUp.objects.waiting().count() == 7


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_somebody_would_get_the_place_that_hr_freed(transactional_db, monkeypatch):
    """The control: the test above notices when the season is not locked."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time anyway")
    monkeypatch.setattr(SeasonQuerySet, "for_update", lambda self: self)
    assert seats(come_while_hr_composes(monkeypatch)) != []
