"""The list of workshops: by month, searched, filtered, with the days of two months; nothing of what one may not see."""

import datetime

import pytest
from django.utils import timezone

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
    assert ">täynnä<" in page
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
