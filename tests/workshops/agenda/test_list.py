"""The list of workshops: by month, searched, filtered, with the days of two months; nothing of what one may not see."""

import csv
import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.html import alone
from tests.jobs import run_jobs
from tests.workshops.conftest import at, make_agenda
from workshops.agenda.page import Asked, months_of
from workshops.models import Agenda, SignUp

pytestmark = pytest.mark.django_db


def listed(client, query=""):
    """The titles in the list, in order."""
    return [one.title for one in client.get(f"/tyopajat/{query}").context["page"]]


@pytest.fixture
def several(matti, pekka, sari):
    """Matti's draft and two published ones, one over, one of another unit, and one cancelled."""
    everybody = {"state": "published", "open_to": "all", "unit": None, "pattern": "unit-meeting"}
    make_agenda(matti, title="Äidin päivä", starts_at=at("18.5.2027", "9.15"), place="Öljytalo", **everybody)
    make_agenda(sari, title="Koulutus", starts_at=at("1.6.2027", "12.00"), **everybody, made_from="supervisor-training")
    make_agenda(matti, title="Luonnos", starts_at=at("2.6.2027", "12.00"), pattern="")
    make_agenda(sari, title="Mennyt", starts_at=timezone.now() - datetime.timedelta(days=30), **everybody)
    make_agenda(sari, title="Peruttu", starts_at=at("3.6.2027", "12.00"), **everybody | {"state": "cancelled"})
    make_agenda(pekka, title="Toisten oma", starts_at=at("4.6.2027", "12.00"), state="published")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Äidin päivä", "Koulutus", "Luonnos"]),
        ("?q=äidin", ["Äidin päivä"]),
        ("?q=ÖLJY", ["Äidin päivä"]),
        ("?q=koskinen", ["Koulutus"]),
        ("?q=koskinen öljy", []),
        ("?mine=1", ["Luonnos"]),
        ("?which=draft", ["Luonnos"]),
        ("?which=past", ["Mennyt"]),
        ("?which=cancelled", ["Peruttu"]),
        ("?which=open", []),
        ("?kind=supervisor-training", ["Koulutus"]),
        ("?day=2027-06-01", ["Koulutus"]),
        ("?day=2027-06-04", []),
        ("?day=1.6.2027&which=mitä&kind=x&month=2027-13&page=-3", ["Äidin päivä", "Koulutus", "Luonnos"]),
        ("?q=%25", []),
        ("?q=%00'\"", []),
    ],
)
def test_it_finds_what_is_asked_for_and_nothing_of_others(his, several, query, found):
    assert listed(his, query) == found


def test_anothers_draft_is_neither_in_the_list_nor_among_the_days(several, pekka, matti, signed_in):
    assert listed(signed_in(pekka)) == ["Äidin päivä", "Koulutus", "Toisten oma"]
    asked = Asked(month=datetime.date(2027, 6, 1))

    def days(user):
        return [
            cell[0].day
            for month in months_of(user, asked).months
            for week in month.weeks
            for cell in week
            if cell and cell[1]
        ]

    assert (days(pekka), days(matti)) == ([1, 4], [1, 2])


def test_a_full_one_says_so_and_whose_place_is_mine(his, published, matti, aino, signed_in):
    Agenda.objects.filter(pk=published.pk).update(capacity=1, starts_at=timezone.now() + datetime.timedelta(days=3))
    SignUp.objects.create(agenda=published, person=aino, state="placed")
    page = his.get("/tyopajat/").content.decode()
    assert alone(page, "täynnä") == 1
    assert "1 / 1" in page
    assert "sinulla on paikka" in signed_in(aino).get("/tyopajat/").content.decode()


def test_an_empty_one_says_what_to_do(his, signed_in, aino, several):
    assert "Tällaista työpajaa ei löytynyt" in his.get("/tyopajat/?q=zzz").content.decode()
    assert "only those I lead" not in signed_in(aino).get("/tyopajat/?mine=1").content.decode()
    Agenda.objects.all().delete()
    assert "Tee ohjelma viidessä minuutissa" in his.get("/tyopajat/").content.decode()


def test_thirty_cost_no_more_queries_than_one(his, matti, published):
    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as caught:
            his.get("/tyopajat/")
        return len(caught)

    Agenda.objects.update(starts_at=timezone.now() + datetime.timedelta(days=2))
    his.get("/tyopajat/")
    one = queries()
    for number in range(30):
        made = make_agenda(matti, title=f"Päivä {number}", state="published", takes_sign_ups=True, pattern="")
        SignUp.objects.create(agenda=made, person=matti, state="placed")
    assert queries() == one


# ---- Sorted, and as a file


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?sort=title", ["Koulutus", "Luonnos", "Äidin päivä"]),
        ("?sort=-title", ["Äidin päivä", "Luonnos", "Koulutus"]),
        ("?sort=-starts_at", ["Luonnos", "Koulutus", "Äidin päivä"]),
        ("?sort=title&q=koskinen", ["Koulutus"]),
        ("?sort=nothing", ["Äidin päivä", "Koulutus", "Luonnos"]),
    ],
)
@pytest.mark.both_databases
def test_it_is_sorted_by_its_heads(his, several, query, found):
    assert listed(his, query) == found


def test_months_stand_above_the_days_and_above_no_other_order(his, several):
    assert [title for title, _rows in his.get("/tyopajat/").context["months"]] == ["toukokuu 2027", "kesäkuu 2027"]
    page = his.get("/tyopajat/?sort=title")
    assert [title for title, _rows in page.context["months"]] == [""]
    assert "18.5.2027" in page.content.decode()  # without a month above it a day says its year
    assert page.context["heads"]["title"] == {"query": "sort=-title", "said": "ascending"}


def test_the_head_of_the_earlier_ones_begins_with_the_last(his, several):
    heads = his.get("/tyopajat/?which=past").context["heads"]
    assert heads["starts_at"] == {"query": "which=past&sort=starts_at", "said": "descending"}


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_list_as_a_file_says_what_it_shows_and_no_more(his, several, matti):
    made = make_agenda(matti, title="=1+1", state="published", takes_sign_ups=True, capacity=12, pattern="")
    Agenda.objects.filter(pk=made.pk).update(starts_at=at("5.6.2027", "12.00"), place="@luokka")
    rows = rows_of(his.get(reverse("workshop_export_csv"), {"sort": "-starts_at"}))
    assert rows[0] == ["Aika", "Ohjelma", "Yksikkö", "Paikka", "Vetäjä", "Mukana", "Paikat", "Tila"]
    assert [row[1] for row in rows[1:]] == ["'=1+1", "Luonnos", "Koulutus", "Äidin päivä"]
    assert (rows[1][3], rows[1][5:]) == ("'@luokka", ["0", "12", "julkaistu"])
    assert (rows[2][4:], rows[4][0]) == ([matti.name, "", "", "luonnos"], "ti 18.5.2027 klo\xa09.15")
    answer = his.get(reverse("workshop_export_xlsx"), {"q": "öljy"})
    page = load_workbook(io.BytesIO(answer.content)).active
    assert [row[1].value for row in page.iter_rows(min_row=2)] == ["Äidin päivä"]


def test_who_leads_no_workshops_takes_no_file(several, aino, signed_in):
    client = signed_in(aino)
    assert "luettelo.csv" not in client.get("/tyopajat/").content.decode()
    for name in ("workshop_export_csv", "workshop_export_xlsx"):
        assert client.get(reverse(name)).status_code == 404


def test_a_long_xlsx_is_the_workers(his, several, matti, monkeypatch):
    from workshops.agenda import views

    monkeypatch.setattr(views, "MOST_IN_SHEET", 1)
    address = f"{reverse('workshop_export_xlsx')}?sort=title"
    assert his.get(address)["Content-Type"][:9] == "text/html"
    his.post(address)
    run_jobs()
    answer = his.get(f"{address}&valmis=1")
    names = [row[1].value for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=2)]
    assert names == ["Koulutus", "Luonnos", "Äidin päivä"]


def test_a_files_rows_cost_no_queries(his, matti, django_assert_max_num_queries):
    his.get("/tyopajat/")
    for number in range(30):
        make_agenda(matti, title=f"Päivä {number}", state="published", pattern="")
    Agenda.objects.update(starts_at=timezone.now() + datetime.timedelta(days=2))
    with django_assert_max_num_queries(12):
        assert len(rows_of(his.get(reverse("workshop_export_csv")))) == 31
