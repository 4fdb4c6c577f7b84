"""Signing up, the waiting list, leaving, letters with calendar entries, attendance; two hundred for twelve places."""

import contextlib
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone
from icalendar import Calendar

from core.models import Mail
from core.outbox import letter
from tests.factories import make_person
from tests.verme.sign_up.test_places import race, told
from tests.workshops.conftest import at, make_agenda
from workshops.agenda.models import AgendaQuerySet
from workshops.models import Agenda, Presence, SignUp
from workshops.sign_up import actions as places

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def enter(agenda, person):
    """Sign up as the view does it."""
    with transaction.atomic():
        return places.sign_up(Agenda.objects.for_update().get(pk=agenda.pk), by=person)


def seats(agenda):
    return [row.person.username for row in agenda.sign_ups.placed().select_related("person")]


def test_a_place_with_its_calendar_entry(published, aino, signed_in):
    hers = signed_in(aino)
    for _click in range(2):
        assert hers.post(f"/tyopajat/{published.pk}/ilmoittaudu/").status_code == 302
    assert seats(published) == ["aino"]
    assert told() == [("workshop_place", "aino")]
    found = letter(Mail.objects.get())
    assert found.subject == "Työpaja ti 18.5.: sinulla on paikka"
    entry = found.attachments[0].content.decode()
    assert "DTSTART:20270518T061500Z" in entry
    assert "DTEND:20270518T120000Z" in entry
    assert "METHOD:REQUEST" in entry
    assert "SUMMARY;LANGUAGE=fi:Aktiivisen tuen päivä" in entry


def test_whoever_leads_the_day_is_not_asked_to_sign_up(published, his, aino, signed_in):
    page = f"/tyopajat/{published.pk}/"
    assert "/ilmoittaudu/" in signed_in(aino).get(page).text
    assert "/ilmoittaudu/" not in his.get(page).text


@pytest.mark.parametrize("form", ["vieras/", "muokkaa/", "pohjaksi/"])
def test_a_form_of_a_day_that_takes_sign_ups_comes_back(published, his, form):
    """Its state says whether it is full, also where the form is to be corrected."""
    Agenda.objects.filter(pk=published.pk).update(capacity=12)
    answer = his.post(f"/tyopajat/{published.pk}/{form}", {})
    assert (answer.status_code, "ilmoittautuminen auki" in answer.text) == (200, True)


@pytest.mark.parametrize("place", ["speakers", "more"])
def test_whoever_speaks_is_told_when_instead_of_being_asked_to_sign_up(published, aino, johanna, signed_in, place):
    block = published.blocks.get(title__startswith="Työhyvinvoinnin johtaminen")
    speakers = [{"title": "", "name": "Satu Niemi"}, {"title": "Jäsen", "name": aino.name, "organisation": "Šk"}]
    setattr(block, place, speakers if place == "speakers" else [{"title": "Lisäksi", "speakers": speakers}])
    block.save(update_fields=[place])
    hers = signed_in(aino)
    page = hers.get(published.get_absolute_url()).text
    assert "Olet ohjelmassa klo\xa09.45" in page
    assert "Tule mukaan" not in page
    assert "Ilmoittaudu myös koko päiväksi" in page  # the listener's place is still there to be had
    assert "puhut klo\xa09.45" in hers.get("/tyopajat/").text
    assert "Puhut klo\xa09.45" in hers.get("/").text
    theirs = signed_in(johanna)
    assert "Olet ohjelmassa" not in theirs.get(published.get_absolute_url()).text
    assert "Työpaja:" not in theirs.get("/").text


def test_who_leads_or_has_a_place_is_told_as_well_when_they_speak(published, matti, aino, his, signed_in):
    block = published.blocks.first()
    block.speakers = [{"name": matti.name}, {"name": aino.name}]
    block.save(update_fields=["speakers"])
    assert "Olet ohjelmassa klo" in his.get(published.get_absolute_url()).text
    enter(published, aino)
    page = signed_in(aino).get(published.get_absolute_url()).text
    assert "Sinulla on paikka" in page
    assert "siihen et tarvitse paikkaa" in page


def test_the_waiting_list_moves_up_by_itself(published, aino, johanna, timo, signed_in):
    Agenda.objects.update(capacity=1)
    for person in (aino, timo):
        enter(published, person)
    page = signed_in(timo).get(f"/tyopajat/{published.pk}/").content.decode()
    assert "Olet jonotuslistalla" in page
    signed_in(aino).post(f"/tyopajat/{published.pk}/luovu/")
    assert seats(published) == ["timo"]
    assert ("workshop_moved_up", "timo") in told()


def test_more_places_move_people_up_and_less_are_refused(published, his, aino, timo, kitchen):
    Agenda.objects.update(capacity=1)
    for person in (aino, timo):
        enter(published, person)
    form = {
        "title": "Päivä", "day": "18.5.2027", "clock": "9.15", "language": "fi", "open_to": "unit",
        "unit": kitchen.pk, "takes_sign_ups": "on", "place": "Valtuustosali",
    }  # fmt: skip
    assert his.post(f"/tyopajat/{published.pk}/muokkaa/", form | {"capacity": "2"}).status_code == 302
    assert sorted(seats(published)) == ["aino", "timo"]
    page = his.post(f"/tyopajat/{published.pk}/muokkaa/", form | {"capacity": "1"})
    assert page.context["form"].errors["capacity"] == ["Paikan on saanut jo 2. Anna vähintään niin monta."]


def test_a_workshop_that_comes_back_gives_out_what_was_freed_meanwhile(published, aino, timo, his):
    Agenda.objects.update(capacity=1)
    published.refresh_from_db()
    for person in (aino, timo):
        places.sign_up(published, by=person)
    his.post(f"/tyopajat/{published.pk}/peru/")
    published.refresh_from_db()
    places.withdraw(published, by=aino)
    assert not published.sign_ups.placed().exists()
    his.post(f"/tyopajat/{published.pk}/julkaise/")
    assert [row.person for row in published.sign_ups.placed()] == [timo]


def test_moving_and_cancelling_update_the_same_calendar_entry(published, his, aino, kitchen):
    enter(published, aino)
    Mail.objects.all().delete()
    form = {
        "title": "Päivä", "day": "19.5.2027", "clock": "10", "language": "fi", "open_to": "unit",
        "unit": kitchen.pk, "takes_sign_ups": "on", "place": "Valtuustosali",
    }  # fmt: skip
    his.post(f"/tyopajat/{published.pk}/muokkaa/", form)
    moved = letter(Mail.objects.get()).attachments[0].content.decode()
    his.post(f"/tyopajat/{published.pk}/peru/")
    cancelled = letter(Mail.objects.get(kind="workshop_cancelled")).attachments[0].content.decode()
    assert told() == [("workshop_cancelled", "aino"), ("workshop_changed", "aino")]
    uid = f"UID:workshop-{published.pk}@varhainen-tuki"
    assert uid in moved
    assert uid in cancelled
    assert "METHOD:CANCEL" in cancelled
    assert "SEQUENCE:3" in cancelled


def test_a_calendar_takes_a_day_anew_when_it_has_become_longer(published, his):
    entries = []
    for minutes in ("15", "45"):
        his.post(f"/tyopajat/{published.pk}/osa/", {"title": f"Osa {minutes}", "kind": "talk", "minutes": minutes})
        [entry] = Calendar.from_ical(his.get(f"/tyopajat/{published.pk}/tyopaja.ics").content).walk("VEVENT")
        entries.append((int(entry["SEQUENCE"]), entry.end))
    assert [first < second for first, second in zip(*entries, strict=True)] == [True, True]


@pytest.mark.parametrize("fields", [{"state": "cancelled"}, {"takes_sign_ups": False}, {"sign_up_until": "2020-01-01"}])
def test_nobody_signs_up_when_it_is_closed(published, aino, signed_in, fields):
    Agenda.objects.update(**fields)
    assert signed_in(aino).post(f"/tyopajat/{published.pk}/ilmoittaudu/").status_code == 302
    assert SignUp.objects.count() == 0


def test_nobody_moves_up_once_it_has_begun(matti, aino, timo):
    agenda = make_agenda(matti, state="published", takes_sign_ups=True, capacity=1)
    for person in (aino, timo):
        enter(agenda, person)
    agenda.starts_at = timezone.now()
    agenda.save()
    places.withdraw(agenda, by=aino)
    assert seats(agenda) == []


def test_who_has_a_place_sees_it_wherever_they_work(published, johanna, signed_in):
    SignUp.objects.create(agenda=published, person=johanna, state="placed")
    hers = signed_in(johanna)
    assert hers.get(f"/tyopajat/{published.pk}/").status_code == 200
    assert hers.post(f"/tyopajat/{published.pk}/luovu/").url == "/tyopajat/"
    assert hers.get(f"/tyopajat/{published.pk}/").status_code == 404


# ---- Many at once


@pytest.mark.django_db(transaction=True)
def test_many_sign_up_at_once_for_twelve_places(transactional_db):
    agenda = make_agenda(make_person(), pattern="", state="published", open_to="all", takes_sign_ups=True, capacity=12)
    people = [make_person() for _n in range(200 if connection.vendor == "postgresql" else 20)]
    statuses = race(agenda, people, f"/tyopajat/{agenda.pk}/ilmoittaudu/")
    assert statuses == [302] * len(people)
    assert len(seats(agenda)) == 12
    assert SignUp.objects.waiting().count() == len(people) - 12
    assert Mail.objects.filter(kind="workshop_place").count() == 12


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_there_would_be_more(transactional_db, monkeypatch):
    """The control: the race above notices when the agenda is not locked."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time anyway")
    agenda = make_agenda(make_person(), pattern="", state="published", open_to="all", takes_sign_ups=True, capacity=1)
    people = [make_person() for _n in range(24)]
    met, real = threading.Barrier(6), places.places_left

    def together(*args):
        found = real(*args)
        with contextlib.suppress(threading.BrokenBarrierError):
            met.wait(1)
        return found

    monkeypatch.setattr(AgendaQuerySet, "for_update", lambda self: self)
    monkeypatch.setattr(places, "places_left", together)
    race(agenda, people, f"/tyopajat/{agenda.pk}/ilmoittaudu/")
    assert len(seats(agenda)) > 1


# ---- Who was there


def test_attendance_by_taps_and_by_name(published, his, aino, timo):
    for person in (aino, timo):
        enter(published, person)
    for present in ("1", "1", "0", "1"):
        his.post(f"/tyopajat/{published.pk}/lasna/", {"person": aino.pk, "present": present})
    guest = {"last": "Åkerlund", "first": "Şirin", "organisation": "Työterveys"}
    for _twice in range(2):
        his.post(f"/tyopajat/{published.pk}/vieras/", guest)
    assert list(Presence.objects.values_list("name", "organisation")) == [
        ("Virtanen Aino", ""),
        ("Åkerlund Şirin", "Työterveys"),
    ]
    page = his.get(f"/tyopajat/{published.pk}/osallistujat/").content.decode()
    assert page.index("Virtanen Aino") < page.index("Ääri Timo")
    row = Presence.objects.get(person=None)
    his.post(f"/tyopajat/{published.pk}/vieras/poista/", {"guest": row.pk})
    assert Presence.objects.count() == 1


def test_somebody_without_a_place_is_not_marked(published, his, johanna):
    his.post(f"/tyopajat/{published.pk}/lasna/", {"person": johanna.pk, "present": "1"})
    his.post(f"/tyopajat/{published.pk}/lasna/", {"person": "x", "present": "1"})
    assert Presence.objects.count() == 0


def test_the_start_page_shows_ones_place(matti, aino, signed_in):
    agenda = make_agenda(matti, state="published", takes_sign_ups=True, starts_at=at("18.5.2027", "9.15"))
    enter(agenda, aino)
    assert "Työpaja: Aktiivisen tuen päivä" in signed_in(aino).get("/").text
