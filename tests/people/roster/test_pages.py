"""The pages of a file, from choosing it to what became of it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Mapping, RosterImport, User
from people.roster.jobs import save_import
from tests.access.test_doors import opened
from tests.factories import make_person
from tests.people.roster.bring import HEAD, SAMPLES, people
from tests.people_fixtures import with_second_step

pytestmark = pytest.mark.django_db


def upload(browser, source: str | bytes, name: str = "henkilot.csv"):
    """The answer to a file, and its row."""
    content = SAMPLES[source].read_bytes() if isinstance(source, str) and source in SAMPLES else source
    content = content.encode() if isinstance(content, str) else content
    answer = browser.post(reverse("roster_start"), {"file": SimpleUploadedFile(name, content)})
    return answer, RosterImport.objects.order_by("-made_at").first()


def fields(answer) -> dict[str, str]:
    """What the page of the columns would send."""
    columns = answer.context["columns"]
    layout = answer.context["staged"].layout
    data = {f"column-{column.at}": column.meaning for column in columns if not column.forbidden}
    return data | {"sheet": layout.sheet, "header": layout.header, "is_whole": "whole", "do": "preview"}


def preview(browser, source, **more):
    """Upload, take the columns as they are proposed, and look."""
    answer, row = upload(browser, source)
    page = browser.get(answer.url)
    assert page.status_code == 200
    answer = browser.post(reverse("roster_columns", args=[row.pk]), fields(page) | more)
    return browser.get(answer.url), row


def text(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.mark.parametrize("sample", ["1", "2", "3", "4"])
def test_a_sample_goes_all_the_way(signed_in, sari, sample):
    browser = signed_in(sari)
    page, row = preview(browser, sample)
    count = page.context["counts"]["new"]
    assert count == {"1": 6, "2": 6, "3": 9, "4": 19}[sample]
    answer = browser.post(reverse("roster_save", args=[row.pk]), {"leavers_checked": "1"})
    assert answer.url == reverse("roster_progress", args=[row.pk])
    waits = browser.get(answer.url)
    assert (waits.status_code, waits.headers["Refresh"]) == (200, "2")
    save_import.call(str(row.pk))
    done = browser.get(answer.url)
    assert "Refresh" not in done.headers
    assert User.objects.filter(unit__isnull=False).exclude(pk=sari.pk).count() == count
    row.refresh_from_db()
    assert (row.state, bool(row.content)) == ("saved", False)


def test_all_errors_stand_on_the_page(signed_in, sari):
    page, row = preview(signed_in(sari), "6")
    said = text(page)
    for part in ("31.2.2026", "9.75", "99999", "x@", "xx", "Kotikunta/"):
        assert part in said
    assert reverse("roster_save", args=[row.pk]) not in page.content.decode() or "Save all" not in said
    signed_in(sari).post(reverse("roster_save", args=[row.pk]))
    assert (row.state, people()) == ("columns", {})


def test_what_must_not_be_stored_is_nowhere(signed_in, sari):
    browser = signed_in(sari)
    answer, _row = upload(browser, "4", "lista.xlsx")
    page = browser.get(answer.url)
    shown = page.content.decode()
    assert ("010190" in shown, "NDEAFIHH" in shown) == (False, False)
    assert [column.header for column in page.context["columns"] if column.forbidden] == ["Henkilötunnus", "BIC"]
    page, _row = preview(browser, "4")
    assert ("010190" in page.content.decode(), "NDEAFIHH" in page.content.decode()) == (False, False)


def test_columns_are_saved_and_found_again(signed_in, sari):
    browser = signed_in(sari)
    preview(browser, "1", save="1", save_as="Palkat")
    mapping = Mapping.objects.get()
    assert (mapping.name, mapping.saved_by, mapping.content["header"]) == ("Palkat", sari, 1)
    _answer, row = upload(browser, "2")
    assert row.mapping == mapping
    browser.post(reverse("mapping_remove", args=[mapping.pk]))
    assert Mapping.objects.count() == 0


def test_no_header_row_and_columns_by_hand(signed_in, sari):
    browser = signed_in(sari)
    answer, row = upload(browser, "5")
    page = browser.get(answer.url)
    assert page.context["staged"].layout.header == 0
    places = {"username": 0, "first_name": 1, "last_name": 2, "number": 3, "starts_on": 6, "unit": 8, "supervisor": 9}
    data = fields(page) | {f"column-{at}": meaning for meaning, at in places.items()}
    page = browser.get(browser.post(reverse("roster_columns", args=[row.pk]), data).url)
    assert page.context["counts"]["new"] == 2
    assert page.context["preview"]["lines"] == [
        {"unit": "Ruoka", "before": "", "after": "Laine Matti", "kind": "supervisor"}
    ]


def test_one_meaning_for_two_columns_comes_back(signed_in, sari):
    browser = signed_in(sari)
    answer, row = upload(browser, "1")
    data = fields(browser.get(answer.url)) | {"column-1": "number"}
    page = browser.post(reverse("roster_columns", args=[row.pk]), data)
    assert (page.status_code, [column.at for column in page.context["columns"] if column.is_twice]) == (200, [0, 1])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "There is nothing in the file"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "has a password or is an old Excel file"),
        (b"PK\x03\x04" + b"x" * 600, "cannot be read"),
        (b"a;b\n\0\0\n", "neither CSV nor XLSX"),
    ],
)
def test_files_that_are_refused(signed_in, sari, content, said):
    sari.language = "en"
    sari.save()
    answer, row = upload(signed_in(sari), content)
    assert (answer.status_code, row) == (200, None)
    assert said in text(answer)


def test_many_leavers_need_a_tick(signed_in, sari):
    browser = signed_in(sari)
    rows = "".join(f"{number};Suku{number};Etu;;;;\n" for number in range(1, 31))
    _page, row = preview(browser, HEAD + rows)
    browser.post(reverse("roster_save", args=[row.pk]))
    save_import.call(str(row.pk))
    page, row = preview(browser, HEAD + "".join(rows.splitlines(keepends=True)[10:]))
    assert page.context["preview"]["brakes"]
    answer = browser.post(reverse("roster_save", args=[row.pk]))
    assert (answer.status_code, answer.context["unchecked"]) == (200, True)
    answer = browser.post(reverse("roster_save", args=[row.pk]), {"leavers_checked": "1"})
    save_import.call(str(row.pk))
    assert User.objects.active().exclude(number="").count() == 20


def test_a_question_is_answered(signed_in, sari, aino):
    browser = signed_in(sari)
    aino.email = "aino@kotikunta.example"
    aino.save()
    page, row = preview(browser, HEAD + "1;Laine;Aino;aino@kotikunta.example;;;\n")
    assert len(page.context["questions"]) == 1
    answer = browser.post(reverse("roster_answer", args=[row.pk]), {"answer-2": "same"})
    page = browser.get(answer.url)
    assert (page.context["questions"], page.context["counts"]["changed"]) == ([], 1)


def test_another_of_hr_sees_nothing_of_it(signed_in, sari, second_hr):
    _page, row = preview(signed_in(sari), "1")
    other = signed_in(second_hr)
    for name in ("roster_preview", "roster_columns", "roster_progress"):
        assert other.get(reverse(name, args=[row.pk])).status_code == 404


@pytest.fixture
def second_hr(hr_unit):
    return with_second_step(make_person(name="Toinen Henkilöstö", username="toinen", unit=hr_unit, is_hr=True))


@pytest.mark.parametrize(("door", "method"), [("visible_to", "get"), ("editable_by", "post")])
def test_another_of_hr_would_without_the_door(signed_in, sari, second_hr, monkeypatch, door, method):
    _answer, row = upload(signed_in(sari), "1")
    visit = getattr(signed_in(second_hr), method)
    page = reverse("roster_columns", args=[row.pk])
    assert visit(page).status_code == 404
    with opened(monkeypatch, type(RosterImport.objects.all()), door):
        assert visit(page).status_code == 200


def test_the_second_is_told_who_is_before(signed_in, sari, second_hr):
    _page, first = preview(signed_in(sari), "1")
    browser = signed_in(second_hr)
    _page, second = preview(browser, HEAD + "9;Uusi;Ihminen;;;;\n")
    RosterImport.objects.filter(pk=first.pk).update(state="saving")
    RosterImport.objects.filter(pk=second.pk).update(state="waiting")
    assert sari.name in text(browser.get(reverse("roster_progress", args=[second.pk])))


def test_a_preview_asks_the_same_for_1_and_30_rows(signed_in, sari):
    browser, counts = signed_in(sari), []
    for many in (1, 30):
        rows = "".join(f"{number};Suku{number};Etu;;K/Y{number};;\n" for number in range(1, many + 1))
        _answer, row = upload(browser, HEAD + rows)
        data = fields(browser.get(reverse("roster_columns", args=[row.pk])))
        with CaptureQueriesContext(connection) as looked:
            browser.post(reverse("roster_columns", args=[row.pk]), data)
            browser.get(reverse("roster_preview", args=[row.pk]))
        counts.append(len(looked))
    assert counts[0] == counts[1]
