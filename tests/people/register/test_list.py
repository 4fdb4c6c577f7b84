"""Lists: Finnish order, finding by name, pages of 25, and a query count that does not grow with rows."""

import csv
import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from people.models import SupervisionLine
from tests.factories import make_line, make_person, make_unit

pytestmark = pytest.mark.both_databases

NAMES = [
    "Aino Åberg",
    "Bo Ääri",
    "Cia Öhman",
    "Dan Šimek",
    "Eva Siv",
    "Falk Zorn",
    "Gun ŋomo",
    "Ida Virta",
    "Jon Wirta",
]


def test_finnish_order(signed_in, sari):
    for name in NAMES:
        make_person(name=name)
    rows = signed_in(sari).get(reverse("person_list")).context["rows"]
    assert [person.last_name for person, _supervisor in rows if person != sari] == [
        "ŋomo",
        "Šimek",
        "Siv",
        "Virta",
        "Wirta",
        "Zorn",
        "Åberg",
        "Ääri",
        "Öhman",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("öhm", ["Pekka Öhman"]),
        ("simek", ["Leena Šimek"]),
        ("LEENA šimek", ["Leena Šimek"]),
        ("aberg", []),
        ("Åberg", ["Johanna Åberg"]),
        ("o'brien", ["Ulla O’Brien"]),
        ("'; DROP TABLE", []),
        ("xyz", []),
    ],
)
def test_finding(signed_in, sari, leena, pekka, johanna, query, found):
    make_person(name="Ulla O’Brien")
    rows = signed_in(sari).get(reverse("person_list"), {"q": query}).context["rows"]
    assert [person.name for person, _supervisor in rows] == found


def test_pages_keep_the_search(signed_in, sari):
    for number in range(30):
        make_person(name=f"Maija Mäki{number:02}")
    answer = signed_in(sari).get(reverse("person_list"), {"q": "mäki", "page": "2"})
    assert [person.last_name for person, _s in answer.context["rows"]] == [f"Mäki{number}" for number in range(25, 30)]
    assert 'href="?q=m%C3%A4ki&amp;page=1"' in answer.text
    for page in ("0", "99", "x"):
        assert signed_in(sari).get(reverse("person_list"), {"page": page}).status_code == 200


def test_a_unit_and_what_is_below(signed_in, sari, kitchen, aino, stranger):
    below = make_person(unit=make_unit(parent=kitchen))
    rows = signed_in(sari).get(reverse("person_list"), {"unit": kitchen.pk}).context["rows"]
    assert {person.pk for person, _s in rows} == {aino.pk, below.pk}
    for nonsense in ("x", "00000000-0000-0000-0000-000000000000"):
        assert signed_in(sari).get(reverse("person_list"), {"unit": nonsense}).context["rows"] == []


def found(browser, **asked):
    return [person.pk for person, _supervisor in browser.get(reverse("person_list"), asked).context["rows"]]


def test_filters(signed_in, sari, mikael, aino, matti, timo, johanna, kitchen, streets):
    aino.number, aino.number_key = "00412", "412"
    aino.save()
    browser = signed_in(sari)
    assert found(browser, q="00412") == [aino.pk]
    assert found(browser, q="aino@") == [aino.pk]
    assert set(found(browser, place="ruoka")) == {aino.pk, matti.pk, timo.pk}
    assert found(browser, place="ruoka", q="laine") == [matti.pk]
    assert found(browser, place="Ei ole") == []
    assert found(browser, task="supervisor") == [matti.pk]
    assert found(browser, task="deputy") == [timo.pk]
    assert found(browser, task="admin") == [mikael.pk]
    assert set(found(browser, task="hr", used="yes")) == {sari.pk}
    assert sari.pk not in found(browser, used="no")


def test_sorting(signed_in, sari, aino, johanna, kitchen, streets, hr_unit):
    for person, number in ((aino, "9"), (johanna, "10"), (sari, "0100")):
        person.number = number
        person.save()
    browser = signed_in(sari)
    assert found(browser, sort="number") == [aino.pk, johanna.pk, sari.pk]
    assert found(browser, sort="-number") == [sari.pk, johanna.pk, aino.pk]
    assert found(browser, sort="unit") == [sari.pk, johanna.pk, aino.pk]
    assert found(browser, sort="-name") == found(browser, sort="name")[::-1] == found(browser, sort="x")[::-1]
    heads = browser.get(reverse("person_list"), {"sort": "-unit", "q": "a"}).context["heads"]
    assert {name: head["said"] for name, head in heads.items()} == {
        "name": "none",
        "number": "none",
        "unit": "descending",
    }
    assert heads["unit"]["query"] == "q=a&sort=unit"


def test_two_who_lead_each_other(signed_in, sari, aino, johanna, kitchen, streets, matti):
    """Aino leads the streets, Johanna the kitchen: the list, the tree and the desk tell."""
    browser = signed_in(sari)
    for page in ("person_list", "unit_list", "desk"):
        assert "toistensa" not in browser.get(reverse(page)).text
    SupervisionLine.objects.all().delete()
    make_line(unit=streets, supervisor=aino)
    make_line(unit=kitchen, supervisor=johanna)
    assert set(found(browser, problem="mutual")) == {aino.pk, johanna.pk}
    for page in ("person_list", "unit_list", "desk"):
        assert "toistensa" in browser.get(reverse(page)).text.lower()


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_list_as_a_file(signed_in, sari, aino, matti, johanna):
    aino.title_fi, aino.number = "=1+1", "007"
    aino.save()
    browser = signed_in(sari)
    rows = rows_of(browser.get(reverse("person_export_csv"), {"place": "ruoka", "sort": "-name"}))
    assert [row[:6] for row in rows[1:]] == [
        ["Virtanen Aino", "007", "'=1+1", "Ruokapalvelut", "Laine Matti", "suomi"],
        ["Laine Matti", "", "ruokapalvelupäällikkö", "Ruokapalvelut", "", "suomi"],
    ]
    answer = browser.get(reverse("person_export_xlsx"), {"q": "virtanen"})
    page = load_workbook(io.BytesIO(answer.content)).active
    assert [[cell.value for cell in row[:3]] for row in page.iter_rows(min_row=2)] == [
        ["Virtanen Aino", "007", "'=1+1"]
    ]


def test_more_than_an_xlsx_takes(signed_in, sari, aino, monkeypatch):
    from people.register import views

    monkeypatch.setattr(views, "MOST_IN_SHEET", 1)
    browser = signed_in(sari)
    assert reverse("person_export_xlsx") not in browser.get(reverse("person_list")).text
    assert browser.get(reverse("person_export_xlsx")).status_code == 302
    assert len(rows_of(browser.get(reverse("person_export_csv")))) == 3


def test_the_file_names_the_supervisors_that_the_page_names(signed_in, sari, aino, matti, leena, kotikunta):
    """Also of whoever leads their own unit, of a leader who has left and of a line that is over."""
    below = make_unit(parent=make_unit(parent=kotikunta))
    gone = make_person(unit=below, is_active=False)
    make_line(unit=below, supervisor=gone)
    make_line(unit=below.parent, supervisor=aino, ends_on=datetime.date(2021, 1, 1))
    make_person(unit=below)
    make_person(unit=None)
    browser = signed_in(sari)
    page = browser.get(reverse("person_list")).context["rows"]
    rows = rows_of(browser.get(reverse("person_export_csv")))[1:]
    shown = {person.list_name: leader.list_name if leader else "" for person, leader in page}
    assert {row[0]: row[4] for row in rows} == shown
    assert shown["Laine Matti"] == "Šimek Leena"
