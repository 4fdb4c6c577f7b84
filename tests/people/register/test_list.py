"""Lists: Finnish order, finding by name, pages of 25, and a query count that does not grow with rows."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core.models import PaperOrder
from people.models import SupervisionLine, User
from tests.factories import make_line, make_person, make_unit
from tests.jobs import run_jobs

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


@pytest.mark.parametrize("sort", ["unit", "-unit"])
def test_pages_by_unit_leave_nobody_out_and_repeat_nobody(sort, signed_in, sari, monkeypatch):
    """Also where two units have one name, where somebody has none, and where a page holds the whole of several."""
    monkeypatch.setattr("people.register.finding.PER_PAGE", 4)
    homes = [make_unit(name=name) for name in ("Koulu", "Arkisto", "Koulu", "Satama", "Tyhjä")]
    for number, home in enumerate([*homes[:4] * 2, homes[3], homes[3], homes[3], None, None]):
        make_person(name=f"Etu {NAMES[number % 9].split()[1]}{number}", unit=home)
    client, found, counts = signed_in(sari), [], set()
    page = client.get(reverse("person_list"), {"sort": sort})
    for number in page.context["page"].paginator.page_range:
        with CaptureQueriesContext(connection) as counted:
            rows = client.get(reverse("person_list"), {"sort": sort, "page": number}).context["rows"]
        counts.add(len(counted))
        found += [person for person, _supervisor in rows]

    def place(person: User) -> tuple:
        return (person.unit.sort_key if person.unit else "ö", person.sort_key)

    everybody = User.objects.filter(is_active=True).select_related("unit")
    assert found == sorted(everybody, key=place, reverse=sort == "-unit")
    assert len(counts) == 1


def test_a_search_that_finds_very_many_says_so(signed_in, sari, monkeypatch):
    monkeypatch.setattr("core.pages.MOST_FOUND", 3)
    for name in NAMES[:5]:
        make_person(name=f"{name}lainen")
    page = signed_in(sari).get(reverse("person_list"), {"q": "lainen"})
    assert (len(page.context["rows"]), page.context["page"].paginator.count) == (3, 3)
    assert "Hakuun löytyi enemmän." in page.content.decode()
    some = signed_in(sari).get(reverse("person_list"), {"q": "lainen åberg"}).content.decode()
    assert "Hakuun löytyi enemmän." not in some


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


def test_a_long_xlsx_is_the_workers_and_its_makers_alone(signed_in, sari, mikael, aino, monkeypatch):
    from people.register import views

    monkeypatch.setattr(views, "MOST_IN_SHEET", 1)
    browser, address = signed_in(sari), f"{reverse('person_export_xlsx')}?sort=-name"
    asks = browser.get(address)
    assert (asks.status_code, asks["Content-Type"][:9], PaperOrder.objects.count()) == (200, "text/html", 0)
    browser.post(address)
    browser.post(address)  # a second press while it waits
    assert PaperOrder.objects.count() == 1
    assert browser.get(address).status_code == 202
    assert "valmis=1" not in browser.get(address).text
    run_jobs()
    assert "valmis=1" in browser.get(address).text
    answer = browser.get(f"{address}&valmis=1")
    names = [row[0].value for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=2)]
    assert names == [row[0] for row in rows_of(browser.get(reverse("person_export_csv"), {"sort": "-name"}))[1:]]
    other = signed_in(mikael).get(f"{address}&valmis=1")  # keeps the register as well, and has ordered nothing
    assert other["Content-Type"][:9] == "text/html"
    assert other.context["order"] is None
    make_person(name="Öljymäki Ö")
    signed_in(sari).post(address)  # anew: with whoever has come since
    run_jobs()
    answer = signed_in(sari).get(f"{address}&valmis=1")
    assert load_workbook(io.BytesIO(answer.content)).active.max_row == len(names) + 2


def test_a_long_xlsx_of_who_keeps_the_register_no_more_is_empty(signed_in, sari, mikael, aino, monkeypatch):
    from people.register import views

    monkeypatch.setattr(views, "MOST_IN_SHEET", 1)
    address = reverse("person_export_xlsx")
    signed_in(sari).post(address)
    User.objects.filter(pk=sari.pk).update(is_hr=False)
    run_jobs()
    content = PaperOrder.objects.get().pdf.open(sari)
    assert load_workbook(io.BytesIO(content)).active.max_row == 1
    assert signed_in(sari).get(f"{address}?valmis=1").status_code == 404


def test_a_long_xlsx_that_fails_says_so(signed_in, sari, aino, monkeypatch):
    from people.register import sheet, views

    monkeypatch.setattr(views, "MOST_IN_SHEET", 1)

    def breaks(*_):
        raise TypeError

    monkeypatch.setattr(sheet, "sheet_of", breaks)
    browser, address = signed_in(sari), reverse("person_export_xlsx")
    browser.post(address)
    with pytest.raises(TypeError):
        sheet.make_people_sheet.func(str(PaperOrder.objects.get().pk))
    assert PaperOrder.objects.get().has_failed
    page = browser.get(address)
    assert (page.status_code, "Refresh" in page) == (200, False)


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
