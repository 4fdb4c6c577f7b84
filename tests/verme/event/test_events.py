"""The season's closing and the mentors' meeting: arranged, invited, signed up for, moved, printed."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from core import retention
from core.models import Mail
from core.outbox import letter
from tests.factories import make_person
from tests.pdfs import in_order, pages_of
from tests.verme.conftest import make_mentor
from verme.event import actions as events
from verme.models import EventSignUp, SeasonEvent
from verme.season import actions as seasons
from verme.sign_up import actions as places
from workshops.models import Agenda

pytestmark = pytest.mark.django_db


def fields(**more):
    found = {"title": "Kevään päätös", "language": "fi", "day": "31.5.2027", "clock": "12", "until": "16"}
    return found | {"place": "Rantasali", "revision": "0"} | more


def make_event(season, *, kind="closing", state="open", days=30, **more):
    at = timezone.now() + datetime.timedelta(days=days)
    details = {"title": "Päätös", "starts_at": at, "minutes": 240, "place": "Rantasali"} | more
    event = SeasonEvent(season=season, kind=kind, state=state, **details)
    events.plan(event, by=None)
    return event


@pytest.fixture
def hr(sari, signed_in):
    return signed_in(sari)


@pytest.fixture
def hers(aino, signed_in):
    return signed_in(aino)


def at(event, what=""):
    return f"/verme/tilaisuudet/{event.pk}/{what}"


def test_hr_arranges_the_closing_and_a_member_signs_up(confirmed, hr, hers, aino, mentor, sari):
    address = f"/verme/kaudet/{confirmed.season_id}/tilaisuus/?kind=closing"
    page = hr.get(address).content.decode()
    assert 'value="Verme-kauden päätös"' in page
    answer = hr.post(address, fields())
    hr.post(address, fields())  # a double click
    event = SeasonEvent.objects.get()
    assert answer.headers["Location"] == at(event)
    agenda = event.agenda
    assert (agenda.title, agenda.state, agenda.place) == ("Kevään päätös", "draft", "Rantasali")
    assert [str(block) for block in agenda.blocks.all()][:3] == ["Lounas", "Tervetuloa", "Vierailuluento"]
    assert [row.person for row in agenda.facilitatings.all()] == [sari]
    assert hers.get(at(event)).status_code == 404  # a draft
    hr.post(at(event, "kutsu/"))
    hr.post(at(event, "kutsu/"))
    assert Mail.objects.filter(kind="verme_event_invited").count() == 9
    assert "Kevään päätös" in hers.get("/verme/").content.decode()
    assert "Kevään päätös" in hers.get("/").content.decode()
    for _click in range(2):
        hers.post(at(event, "ilmoittaudu/"))
    assert [row.person for row in event.sign_ups.all()] == [aino]
    assert "Virtanen Aino" in hr.get(at(event)).content.decode()
    assert "Virtanen Aino" not in hers.get(at(event)).content.decode()
    hers.post(at(event, "jaa-pois/"))
    assert EventSignUp.objects.count() == 0
    calendar = Calendar.from_ical(letter(Mail.objects.get(kind="verme_event_left")).attachments[0].content)
    assert str(calendar["METHOD"]) == "CANCEL"


def test_the_closing_and_the_meeting_concern_different_people(confirmed, aino, mentor, matti, pekka, signed_in):
    closing, meeting = make_event(confirmed.season), make_event(confirmed.season, kind="mentors")
    make_mentor(matti)  # of the register, leads nothing
    seen = {
        person.username: [signed_in(person).get(at(event)).status_code for event in (closing, meeting)]
        for person in (aino, mentor.person, matti, pekka)
    }
    assert seen == {"aino": [200, 404], "maija": [200, 200], "matti": [404, 200], "pekka": [404, 404]}
    assert {person.username for person in events.concerned(meeting)} == {"maija", "matti"}
    assert len(events.concerned(closing)) == 9


def test_who_has_left_the_season_is_not_concerned_but_may_withdraw(confirmed, aino, hers):
    event, later = make_event(confirmed.season), make_event(confirmed.season, days=40)
    hers.post(at(event, "ilmoittaudu/"))
    places.withdraw(confirmed.season, by=aino)
    assert (hers.get(at(event)).status_code, hers.get(at(later)).status_code) == (200, 404)
    assert hers.post(at(event, "jaa-pois/")).headers["Location"] == "/verme/"
    assert hers.get(at(event)).status_code == 404


def test_places_run_out_and_capacity_stays_above_those_who_come(confirmed, eight, hr, signed_in):
    event = make_event(confirmed.season, capacity=2)
    for person in eight[:3]:
        signed_in(person).post(at(event, "ilmoittaudu/"))
    assert event.sign_ups.placed().count() == 2
    page = hr.post(at(event, "muokkaa/"), fields(capacity="1"))
    assert "Ilmoittautuneita on jo 2. Anna vähintään 2." in page.content.decode()
    assert hr.get(at(event)).content.decode().count("<li>") >= 2


def test_a_moved_event_updates_the_same_entry_and_a_cancelled_one_takes_it_away(confirmed, hr, hers, aino):
    event = make_event(confirmed.season)
    hers.post(at(event, "ilmoittaudu/"))
    hr.post(at(event, "muokkaa/"), fields())
    # the words alone: no calendar has to know
    hr.post(at(event, "muokkaa/"), fields(title="Syksyn päätös", revision="1"))
    event.agenda.refresh_from_db()
    assert (event.agenda.title, event.agenda.day) == ("Syksyn päätös", datetime.date(2027, 5, 31))
    mine = Mail.objects.filter(to=aino, ids__event=str(event.pk))
    attached = [letter(mail).attachments[0].content for mail in mine.filter(kind="verme_event_place")]
    assert len(attached) == 2
    hr.post(at(event, "peru/"))
    event.agenda.refresh_from_db()
    assert event.agenda.state == "cancelled"
    assert [letter(mail) for mail in mine.filter(kind="verme_event_place")] == [None, None]  # it is not held
    attached.append(letter(mine.get(kind="verme_event_cancelled")).attachments[0].content)
    found = []
    for content in attached:
        entry = Calendar.from_ical(content).walk("VEVENT")[0]
        found.append((str(entry["UID"]), str(entry["SUMMARY"])))
    assert set(found) == {(f"verme-event-{event.pk}@varhainen-tuki", "Verme")}
    event.refresh_from_db()
    assert event.calendar_sequence == 2
    assert hers.post(at(event, "ilmoittaudu/")).status_code == 404
    assert "peruttu" in hers.get(at(event)).content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"until": "11"}, "until"), ({"day": "26.3.2028", "clock": "3.30"}, "clock"), ({"title": ""}, "title")],
)
def test_what_cannot_be_says_what_to_do(season, hr, change, field):
    page = hr.post(f"/verme/kaudet/{season.pk}/tilaisuus/?kind=closing", fields(**change))
    assert field in page.context["form"].errors
    assert SeasonEvent.objects.count() == 0


def test_there_are_two_kinds(season, hr):
    assert hr.get(f"/verme/kaudet/{season.pk}/tilaisuus/?kind=nonsense").status_code == 404


def test_the_programme_sheet_is_read(confirmed, hr, hers):
    hr.post(f"/verme/kaudet/{confirmed.season_id}/tilaisuus/?kind=closing", fields(language="sv"))
    event = SeasonEvent.objects.get()
    assert hers.get(f"/tyopajat/{event.agenda_id}/ohjelma.pdf").status_code == 404  # not invited yet
    hr.post(at(event, "kutsu/"))
    answer = hers.get(f"/tyopajat/{event.agenda_id}/ohjelma.pdf")
    assert answer.headers["Content-Language"] == "sv"
    pages = pages_of(answer.content)
    assert len(pages) == 1
    in_order(pages[0], "Kevään päätös", "mån 31.5.2027 kl. 12.00", "12.00", "Lunch", "13.00", "Välkommen")


def test_the_days_programme_is_hrs_to_lead_and_the_invited_ones_to_read(confirmed, hr, hers, aino, pekka, signed_in):
    """Sign-up, day and place stay in Verme: the workshop's own pages for them are shut, its entry is the same one."""
    event = make_event(confirmed.season)
    hers.post(at(event, "ilmoittaudu/"))
    agenda = f"/tyopajat/{event.agenda_id}/"
    page = hers.get(agenda).content.decode()
    assert (at(event) in page, agenda + "rakenna/" in page) == (True, False)
    assert signed_in(pekka).get(agenda).status_code == 404  # not of the season
    calendar = Calendar.from_ical(hers.get(agenda + "tyopaja.ics").content)
    assert str(calendar.walk("VEVENT")[0]["UID"]) == f"verme-event-{event.pk}@varhainen-tuki"
    people = hr.get(agenda + "osallistujat/").content.decode()
    assert "Virtanen Aino" in people
    hr.post(agenda + "lasna/", {"person": aino.pk, "present": "1"})
    assert [row.person for row in event.agenda.presences.all()] == [aino]
    for shut in ("julkaise/", "peru/", "poista/"):
        assert hr.post(agenda + shut).status_code == 404
    hr.post(agenda + "muokkaa/", {"organiser": "Henkilöstöpalvelut", "title": "Muu", "takes_sign_ups": "on"})
    event.agenda.refresh_from_db()
    held = (event.agenda.organiser, event.agenda.title, event.agenda.takes_sign_ups)
    assert held == ("Henkilöstöpalvelut", "Päätös", False)
    hr.post(agenda + "kaynnissa/aloita/")
    assert hers.get(agenda + "nyt/").status_code == 200
    assert Agenda.objects.visible_to(pekka).count() == 0


@pytest.mark.both_databases
def test_those_who_come_are_in_finnish_order(confirmed, sari, hr):
    event = make_event(confirmed.season)
    for last in ("Öhman", "Šimek", "Ääri", "Åberg", "Sarv", "Wallin", "Vaara", "Tamm"):
        EventSignUp.objects.create(event=event, person=make_person(name=f"Eno {last}"))
    page = hr.get(at(event)).content.decode()
    in_order(page, *(f"{last} Eno" for last in ("Sarv", "Šimek", "Tamm", "Vaara", "Wallin", "Åberg", "Ääri", "Öhman")))


@pytest.mark.both_databases
def test_pages_take_as_many_queries_for_many(confirmed, hr):
    event, counts = make_event(confirmed.season), []
    for size in (1, 30):
        for n in range(size):
            EventSignUp.objects.create(event=event, person=make_person())
            event.agenda.blocks.create(position=20 + n, title=f"Rivi {size} {n}")
            make_event(confirmed.season, days=n)
        counts.append([])
        for address in (at(event), f"/verme/kaudet/{confirmed.season_id}/"):
            hr.get(address)
            with CaptureQueriesContext(connection) as queries:
                hr.get(address)
            counts[-1].append(len(queries))
    assert counts[0] == counts[1]


def test_events_go_two_years_after_the_season(confirmed, aino):
    event = make_event(confirmed.season, days=-1)
    EventSignUp.objects.create(event=event, person=aino)
    seasons.close(confirmed.season)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=725)):
        retention.dispose()
        assert SeasonEvent.objects.count() == 1
    with time_machine.travel(timezone.now() + datetime.timedelta(days=735)):
        retention.dispose()
        assert (SeasonEvent.objects.count(), EventSignUp.objects.count()) == (0, 0)
