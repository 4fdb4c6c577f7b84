"""The inbox: everything that comes to HR in one list, opened, taken, answered; two of HR at once; many rows."""

import csv
import datetime
import io
import time
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from core.formats import date_only, moment
from core.models import AccessLog, Mail
from people.desk import inbox
from support.models import HelpRequest, Measure, suggest
from support.request import actions as requests
from tests.factories import make_line, make_person
from tests.jobs import run_jobs
from tests.people_fixtures import with_second_step
from tests.verme.conftest import enter, make_group, make_mentor, make_season, name_mentor
from verme.composing import actions as composing
from verme.idea import actions as ideas
from verme.kooste import actions as koosteet
from verme.models import Idea, Session
from workshops.models import Idea as WorkshopIdea

pytestmark = pytest.mark.django_db
INBOX = "/hr/saapuneet/"
WORDS = "Keittiöön aamupalaveri\nkymmenen minuuttia"


@pytest.fixture
def kirsi(hr_unit):
    return with_second_step(make_person(name="Kirsi Holm", username="kirsi", unit=hr_unit, is_hr=True))


@pytest.fixture
def meeting(aino, matti, library):
    """Aino and Matti are members, Maija leads; a meeting has begun, and each has a vote."""
    group = make_group(make_season(), name="Konkarit")
    for person in (aino, matti):
        enter(group.season, person, group)
    name_mentor(group, make_mentor(make_person(name="Maija Mäkelä", username="maija", unit=library)))
    composing.confirm(group, small=True)
    return Session.objects.create(group=group, starts_at=timezone.now() - datetime.timedelta(hours=1), theme="Arki")


@pytest.fixture
def idea(meeting, aino, matti):
    """Both have said yes; no summary yet."""
    row = Idea(group=meeting.group, session=meeting)
    row.store(WORDS, by=aino)
    for person in (aino, matti):
        ideas.vote(row, by=person, yes=True)
    row.refresh_from_db()
    assert row.state == "approved"
    return row


def page(client, **query):
    return client.get(f"{INBOX}?{urlencode(query)}" if query else INBOX).content.decode()


def at(kind, row):
    return f"{INBOX}{kind}/{row.pk}/"


def filled(**more):
    return {"owner": "", "due_on": "1.2.2027", "handling": "looking", "answer": "", "revision": "0"} | more


def test_an_idea_comes_with_the_summary_and_its_answer_goes_back_to_the_group(idea, meeting, aino, sari, signed_in):
    hr = signed_in(sari)
    assert "aamupalaveri" not in page(hr)
    assert hr.get(at("verme-idea", idea)).status_code == 404  # every member has agreed, the mentor has not yet
    koosteet.approve(meeting, by=sari)
    assert "Keittiöön aamupalaveri" in page(hr)
    assert "kymmenen minuuttia" in hr.get(at("verme-idea", idea)).content.decode()
    hr.post(at("verme-idea", idea), filled(owner=sari.pk, answer="Kokeillaan tammikuussa.", send="1"))
    idea.refresh_from_db()
    assert (idea.handling, idea.owner, idea.answer) == ("looking", sari, "Kokeillaan tammikuussa.")
    told = set(Mail.objects.filter(kind="verme_idea_answered").values_list("to__username", flat=True))
    assert told == {"aino", "matti", "maija"}
    shown = signed_in(aino).get(meeting.get_absolute_url()).content.decode()
    assert "Kokeillaan tammikuussa." in shown
    assert "selvitetään" in shown


def test_what_is_not_sent_stays_with_hr(idea, meeting, aino, sari, signed_in):
    koosteet.approve(meeting, by=sari)
    signed_in(sari).post(at("verme-idea", idea), filled(answer="Luonnos vastaukseksi"))
    idea.refresh_from_db()
    assert (idea.answer, idea.answered_at) == ("Luonnos vastaukseksi", None)
    assert "Luonnos vastaukseksi" in signed_in(sari).get(at("verme-idea", idea)).content.decode()
    assert "Luonnos vastaukseksi" not in signed_in(aino).get(meeting.get_absolute_url()).content.decode()
    assert not Mail.objects.filter(kind="verme_idea_answered").exists()


@pytest.mark.parametrize("handling", ["not_now", "done"])
def test_nothing_is_closed_without_a_word(idea, meeting, sari, signed_in, handling):
    koosteet.approve(meeting, by=sari)
    hr = signed_in(sari)
    response = hr.post(at("verme-idea", idea), filled(handling=handling))
    assert response.status_code == 200
    assert "odottaa vastausta" in response.content.decode()
    idea.refresh_from_db()
    assert idea.handling == "new"
    hr.post(at("verme-idea", idea), filled(handling=handling, answer="Ei vielä: tilat puuttuvat.", send="1"))
    idea.refresh_from_db()
    assert idea.handling == handling


def test_the_second_of_two_sees_the_first_ones_answer_before_sending(idea, meeting, sari, kirsi, signed_in):
    koosteet.approve(meeting, by=sari)
    first, second = signed_in(sari), signed_in(kirsi)
    first.post(at("verme-idea", idea), filled(owner=sari.pk, answer="Sarin vastaus", send="1"))
    mine = filled(owner=kirsi.pk, answer="Kirsin vastaus", send="1")
    response = second.post(at("verme-idea", idea), mine)
    shown = response.content.decode()
    assert response.status_code == 200
    assert "Sarin vastaus" in shown
    assert "Kirsin vastaus" in shown  # nothing that was written is lost
    idea.refresh_from_db()
    assert idea.answer == "Sarin vastaus"
    assert Mail.objects.filter(kind="verme_idea_answered").values("to").distinct().count() == 3
    second.post(at("verme-idea", idea), mine | {"revision": "1"})
    idea.refresh_from_db()
    assert idea.answer == "Kirsin vastaus"


def test_a_double_click_sends_once(idea, meeting, sari, signed_in):
    koosteet.approve(meeting, by=sari)
    hr, answer = signed_in(sari), filled(answer="Kerran", send="1")
    hr.post(at("verme-idea", idea), answer)
    hr.post(at("verme-idea", idea), answer)
    assert Mail.objects.filter(kind="verme_idea_answered").count() == 3


def test_a_workshops_idea_is_sealed_until_it_is_opened(matti, sari, signed_in):
    row = WorkshopIdea.objects.create(text="Salattu ajatus", by=matti, work_title="Aktiivisen tuen päivä")
    hr = signed_in(sari)
    shown = page(hr)
    assert "Aktiivisen tuen päivä" in shown
    assert "Salattu" not in shown
    assert AccessLog.objects.count() == 0
    assert "Salattu ajatus" in hr.get(at("workshop-idea", row)).content.decode()
    assert AccessLog.objects.filter(reader=sari, subject=matti, kind="idea").count() == 1
    hr.post(at("workshop-idea", row), filled(answer="Kiitos.", send="1"))
    assert Mail.objects.get(kind="workshop_idea_answered").to == matti


def test_a_suggested_measure_is_answered_or_taken(aino, sari, signed_in):
    row = suggest("Kävelypalaveri perjantaisin", aino)
    hr = signed_in(sari)
    assert "Kävelypalaveri perjantaisin" in page(hr)
    hr.post(at("measure", row), filled(handling="not_now", answer="Katsotaan keväällä.", send="1"))
    assert Mail.objects.get(kind="measure_answered").to == aino
    assert "Katsotaan keväällä." in signed_in(aino).get("/tuki/keinot/").content.decode()
    assert "Kävelypalaveri" not in page(hr)
    assert "Kävelypalaveri" in page(hr, state="closed")
    row.refresh_from_db()
    row.approve()
    assert hr.get(at("measure", row)).status_code == 404  # it is everybody's now
    assert (row.answer, row.owner, row.suggested_by) == ("", None, None)


def test_of_a_request_the_list_says_the_kind_only(matti, sari, signed_in):
    requests.ask(matti, kind="advising", way="written", question="Kysymys työvuoroista")
    shown = page(signed_in(sari))
    assert "Neuvonta" in shown
    assert "työvuoroista" not in shown
    assert "Matti Laine" not in shown
    assert page(signed_in(sari), q="Laine").count('class="desk-go"') == 0
    assert page(signed_in(sari), q="avunpyyntö").count('class="desk-go"') == 1


def test_an_agreed_time_is_the_state_until_it_has_been(matti, sari, signed_in):
    requests.ask(matti, kind="advising", way="talk", question="x")
    later = timezone.now() + datetime.timedelta(days=20)
    HelpRequest.objects.update(answered_at=timezone.now(), meets_at=later, owner=sari)
    shown = page(signed_in(sari))
    assert f"aika sovittu: {moment(later)}" in shown
    assert "myöhässä" not in shown
    HelpRequest.objects.update(meets_at=timezone.now() - datetime.timedelta(hours=1))
    assert page(signed_in(sari)).count('class="desk-go"') == 0  # it has been answered
    assert "vastattu" in page(signed_in(sari), state="closed")


def test_hr_does_not_find_what_their_own_line_asks(aino, kitchen, sari, signed_in):
    make_line(unit=kitchen, supervisor=sari)
    requests.ask(aino, kind="own", way="written", question="Oma asia")
    assert page(signed_in(sari)).count('class="desk-go"') == 0


def test_hr_sees_to_a_summary(idea, meeting, sari, signed_in):
    kooste = koosteet.approve(meeting, by=sari)
    hr = signed_in(sari)
    shown = hr.get(at("kooste", kooste)).content.decode()
    assert "Arki" in shown
    assert 'name="answer"' not in shown
    hr.post(at("kooste", kooste), filled(owner=sari.pk, handling="done"))
    kooste.refresh_from_db()
    assert (kooste.handling, kooste.owner) == ("done", sari)
    assert page(hr, tab="4-koosteet").count('class="desk-go"') == 0
    again = koosteet.approve(meeting, by=sari)  # with another idea, say
    assert (again.handling, again.owner, again.revision) == ("new", sari, 2)
    assert page(hr, tab="4-koosteet").count('class="desk-go"') == 1


@pytest.mark.parametrize(
    "query", [{"owner": "x"}, {"sort": "²"}, {"state": "'"}, {"tab": "Ş"}, {"page": "²"}, {"q": "ŋ'"}]
)
def test_strange_filters_are_no_trouble(sari, signed_in, query):
    assert signed_in(sari).get(INBOX, query).status_code == 200


@pytest.mark.parametrize("value", ["²", "9" * 5000, "", "-1", "x"])
def test_a_strange_revision_is_an_error_of_the_form(aino, sari, signed_in, value):
    row = suggest("Ehdotus", aino)
    assert signed_in(sari).post(at("measure", row), filled(revision=value)).status_code == 200


def test_a_long_answer_is_told_and_kept(aino, sari, signed_in):
    row = suggest("Ehdotus", aino)
    response = signed_in(sari).post(at("measure", row), filled(answer="rivi\n" * 20_000, send="1"))
    assert response.status_code == 200
    row.refresh_from_db()
    assert row.answer == ""


def test_only_hr_owns(aino, sari, signed_in):
    row = suggest("Ehdotus", aino)
    assert signed_in(sari).post(at("measure", row), filled(owner=aino.pk)).status_code == 200
    row.refresh_from_db()
    assert row.owner is None


def test_who_is_of_hr_no_more_keeps_what_they_had(aino, sari, kirsi, signed_in):
    row = suggest("Ehdotus", aino)
    Measure.objects.filter(pk=row.pk).update(owner=kirsi)
    kirsi.is_hr = False
    kirsi.save()
    assert "Kirsi Holm" in signed_in(sari).get(at("measure", row)).content.decode()
    signed_in(sari).post(at("measure", row), filled(owner=kirsi.pk))
    row.refresh_from_db()
    assert row.owner == kirsi


def many(by, count):
    """As many ideas, suggestions and requests."""
    now = timezone.now()
    ideas = (WorkshopIdea(text="x", by=by, work_title=f"Työ {n}") for n in range(count))
    WorkshopIdea.objects.bulk_create(ideas, batch_size=1000)
    measures = (Measure(state="proposed", name_fi=f"Keino {n}", proposal="x", suggested_by=by) for n in range(count))
    Measure.objects.bulk_create(measures, batch_size=1000)
    requests = (HelpRequest(by=by, kind="advising", question="x", due_on=now.date()) for n in range(count))
    HelpRequest.objects.bulk_create(requests, batch_size=1000)


def test_the_list_asks_the_same_of_few_and_many(matti, sari, signed_in):
    hr = signed_in(sari)
    counts = []
    for more in (1, 29):
        many(matti, more)
        with CaptureQueriesContext(connection) as asked:
            page(hr)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 9


def listed(hr, **asked):
    """The entries of a page; of one after the last, nothing (the list shows the last one)."""
    context = hr.get(INBOX, asked).context
    return context["entries"] if context["page"].number == int(asked["page"]) else []


def test_a_word_is_found_in_any_field_whatever_its_case(matti, sari, signed_in):
    for name, other in (("Äänetön tunti", "Tyst timme"), ("Aamupala", "")):
        Measure.objects.create(state="proposed", name_fi=name, name_sv=other, proposal="x", suggested_by=matti)
    found = {
        query: [entry.what for entry in signed_in(sari).get(INBOX, {"q": query}).context["entries"]]
        for query in ("TUNTI timme", "aamu", "tunti aamu", "keinoehdotus tyst", "Äänetön")
    }
    assert found == {
        "TUNTI timme": ["Äänetön tunti"],
        "aamu": ["Aamupala"],
        "tunti aamu": [],
        "keinoehdotus tyst": ["Äänetön tunti"],
        "Äänetön": ["Äänetön tunti"],
    }


def test_a_measure_is_found_by_the_names_that_it_has_now(matti, sari, signed_in):
    Measure.objects.create(state="proposed", name_fi="Hiljainen Tunti", proposal="x", suggested_by=matti)
    Measure.objects.update(name_fi="Rauhallinen Tunti", name_sv="Lugn timme")  # past `save`
    hr = signed_in(sari)
    found = [len(hr.get(INBOX, {"q": query}).context["entries"]) for query in ("tunti", "lugn", "hiljainen")]
    assert found == [1, 1, 0]


def test_pages_and_sorting_leave_nothing_out(matti, sari, signed_in):
    many(matti, 20)
    rows = inbox.rows_of(sari)
    assert rows.count() == 60
    for sort in ("due", "-due", "came", "-came"):
        found = [row[1] for start in range(0, 60, 25) for row in inbox.rows_of(sari, sort=sort)[start : start + 25]]
        assert len(set(found)) == 60
    five = [request.pk for request in HelpRequest.objects.order_by("pk")[:5]]
    HelpRequest.objects.filter(pk__in=five).update(closed_on=timezone.localdate())
    for sort, state in (("due", "open"), ("-came", "open"), ("-due", "closed"), ("came", "new")):
        whole = list(inbox.rows_of(sari, sort=sort, state=state)[:50])
        assert list(inbox.rows_of(sari, sort=sort, state=state, most=50)[:50]) == whole
        seen = [one.pk for n in (1, 2, 3) for one in listed(signed_in(sari), sort=sort, state=state, page=str(n))]
        assert seen == [row[1] for row in inbox.rows_of(sari, sort=sort, state=state)]
    dues = [entry.due_by for entry in inbox.entries(inbox.rows_of(sari, sort="-due"))]
    assert dues == sorted(dues, reverse=True)
    waiting = {one.tab: one.count for one in inbox.waiting(sari)}
    assert waiting == {"1-ideas": 20, "2-requests": 15, "3-measures": 20}


def test_thirty_thousand_rows_are_listed_at_once(matti, sari, signed_in):
    """Thirty thousand within a time in which a list that asks row by row would not be done."""
    many(matti, 10_000)
    hr = signed_in(sari)
    page(hr)
    begun = time.monotonic()
    shown = page(hr, sort="-came", page="400")
    assert time.monotonic() - begun < 8
    assert shown.count('class="desk-go"') == 25


# ---- As a file


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_list_as_a_file_opens_nothing(aino, matti, sari, signed_in):
    """Filtered and sorted as the page; a sealed text is not in it, and no formula runs."""
    row = WorkshopIdea.objects.create(text="Salattu ajatus", by=matti, work_title="Aktiivisen tuen päivä")
    suggest("=1+1", aino)
    hr = signed_in(sari)
    rows = rows_of(hr.get(f"{INBOX}luettelo.csv?sort=-came"))
    assert [line[0] for line in rows[1:]] == ["'=1+1", "Aktiivisen tuen päivä"]
    assert rows[2][5] == date_only(row.due_on, "fi")
    assert [line[0] for line in rows_of(hr.get(f"{INBOX}luettelo.csv?q=tuen"))[1:]] == ["Aktiivisen tuen päivä"]
    sheet = load_workbook(io.BytesIO(hr.get(f"{INBOX}luettelo.xlsx?q=tuen").content)).active
    assert [cell.value for cell in sheet[2]][:1] == ["Aktiivisen tuen päivä"]
    assert "Salattu" not in str(rows)
    assert AccessLog.objects.count() == 0


def test_a_file_asks_the_same_of_few_and_many_and_a_large_one_is_the_workers(aino, sari, signed_in, monkeypatch):
    hr, counts = signed_in(sari), []
    for many in (1, 29):
        for number in range(many):
            suggest(f"Ehdotus {number}", aino)
        with CaptureQueriesContext(connection) as asked:
            assert hr.get(f"{INBOX}luettelo.csv").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    monkeypatch.setattr("people.desk.views.MOST_IN_SHEET", 28)
    assert hr.get(f"{INBOX}luettelo.xlsx")["Content-Type"].startswith("text/html")
    hr.post(f"{INBOX}luettelo.xlsx")
    run_jobs()
    content = hr.get(f"{INBOX}luettelo.xlsx?valmis=1").content
    assert load_workbook(io.BytesIO(content)).active.max_row == 30
    assert len(rows_of(hr.get(f"{INBOX}luettelo.csv"))) == 30  # the same suggestion twice is one
