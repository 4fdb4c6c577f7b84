"""HR sets the smallest groups: never below the floor, seen first, told; what exists keeps its number."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from core import organisation, outbox
from core.models import Mail, Organisation, SettingChange
from core.organisation.thresholds import ANSWERS, PEOPLE
from people.models import SupervisionLine
from people.thresholds.actions import largest_since
from tests.factories import make_person, make_unit
from tests.people_fixtures import with_second_step

pytestmark = pytest.mark.django_db
LIST = "/hr/asetukset/rajat/"


@pytest.fixture
def hr(sari, signed_in):
    return signed_in(sari)


@pytest.fixture(autouse=True)
def _forgotten():
    yield
    organisation.nothing_saved()


def sent(number: object, *, stands: int = 5, sure: object = "", day: str = "1.11.2026") -> dict[str, str]:
    return {"number": str(number), "negotiated_on": day, "stands": str(stands), "sure": str(sure)}


def set_to(hr, name, number, *, stands):
    answer = hr.post(f"{LIST}{name}/", sent(number, stands=stands, sure=number))
    assert (answer.status_code, answer.url) == (302, LIST)


@pytest.mark.parametrize(
    ("name", "number", "day", "told"),
    [
        ("least_people", "4", "1.11.2026", "5–20"),
        ("least_people", "21", "1.11.2026", "5–20"),
        ("least_people", "0", "1.11.2026", "5–20"),
        ("least_people", "-7", "1.11.2026", "5–20"),
        ("least_answers", "9", "1.11.2026", "10–50"),
        ("least_answers", "51", "1.11.2026", "10–50"),
        ("least_people", "²", "1.11.2026", ""),
        ("least_people", "8,5", "1.11.2026", ""),
        ("least_people", "9" * 5000, "1.11.2026", ""),
        ("least_people", "", "1.11.2026", ""),
        ("least_people", "8", "", ""),
        ("least_people", "8", "1.11.2099", "vasta tulossa"),
        ("least_people", "5", "1.11.2026", "nyt voimassa"),
    ],
)
def test_what_does_not_fit_is_told_and_what_was_typed_stays(hr, name, number, day, told):
    answer = hr.post(f"{LIST}{name}/", sent(number, day=day, stands=5 if name == "least_people" else 10, sure=number))
    text = answer.content.decode()
    assert (answer.status_code, 'role="alert"' in text) == (200, True)
    assert told in text
    assert f'value="{number}"' in text or not number
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("field", "number"), [(PEOPLE.name, 4), (PEOPLE.name, 21), (ANSWERS.name, 9), (ANSWERS.name, 51)]
)
def test_the_database_refuses_what_is_outside_the_bounds(field, number):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(name="Kotikunta", **{field: number})
    Organisation.objects.create(name="Kotikunta", **{PEOPLE.name: 20, ANSWERS.name: 50})


def test_a_change_is_seen_first_and_then_told_to_all_concerned(hr, sari, mikael, liisa):
    for size in (4, 6, 7, 9):
        unit = make_unit(name=f"Yksikkö {size}")
        for _number in range(size):
            make_person(unit=unit)
    first = " ".join(hr.post(f"{LIST}least_people/", sent(8)).content.decode().split())
    assert "alle 5 ihmisen yksiköitä on" in first
    assert "Nyt 5 ihmistä, muutoksen jälkeen 8 ihmistä" in first
    assert not Organisation.objects.exists()
    set_to(hr, "least_people", 8, stands=5)
    assert (organisation.current().least_people, organisation.current().least_answers) == (8, 10)
    (change,) = SettingChange.objects.all()
    kept = (change.area, change.setting, change.before, change.after, change.by, change.negotiated_on)
    assert kept == ("thresholds", "least_people", "5", "8", sari, datetime.date(2026, 11, 1))
    told = Mail.objects.filter(kind="setting_changed").values_list("to", flat=True)
    assert set(told) == {sari.pk, mikael.pk, liisa.pk}
    body = outbox.letter(Mail.objects.filter(kind="setting_changed").first()).body
    assert all(word in body for word in (sari.name, "Pienin ryhmä luvuissa", "5 ihmistä", "8 ihmistä", "1.11.2026"))
    assert "8 ihmistä" in hr.get("/hr/asetukset/muutokset/").content.decode()
    assert "8 ihmistä" in hr.get(LIST).content.decode()


def test_what_is_seen_first_are_sizes_of_units_and_not_who_talks(hr, matti):
    """Of each unit and those below it, today and by the new number; the whole tree counts as one of them."""
    SupervisionLine.objects.all().delete()
    top = make_unit(name="Kaupunki")
    for size in (4, 6, 9):
        unit = make_unit(name=f"Yksikkö {size}", parent=top)
        for _number in range(size):
            make_person(unit=unit)
    text = " ".join(hr.post(f"{LIST}least_people/", sent(8)).content.decode().split())
    other = {"Kaupunki": 19, "Yksikkö 4": 4, "Yksikkö 6": 6, "Yksikkö 9": 9}
    from vatupassi.figures.hidden import by_people

    (first, *_rest) = by_people(5, 8)
    assert first in text
    before = [int(word.rstrip(".")) for word in first.split() if word.rstrip(".").isdigit()]
    for name in other:
        unit = make_unit(name=f"{name} toinen")
        for _number in range(3):
            make_person(unit=unit)
    after = [int(word.rstrip(".")) for word in next(by_people(5, 8)).split() if word.rstrip(".").isdigit()]
    assert [new - old for new, old in zip(after, before, strict=True)] == [4, 0, 4, 0, 4]


def test_the_confirmation_is_of_what_was_shown(hr):
    hr.post(f"{LIST}least_people/", sent(9, sure=8))
    assert not Organisation.objects.exists()


def test_who_comes_second_is_told_what_a_colleague_has_set(hr, signed_in):
    kirsi = with_second_step(make_person(name="Kirsi Holm", is_hr=True))
    set_to(signed_in(kirsi), "least_people", 8, stands=5)
    text = hr.post(f"{LIST}least_people/", sent(6, sure=6)).content.decode()
    assert "Kirsi Holm on sillä välin" in text
    assert 'value="6"' in text
    assert organisation.smallest(PEOPLE) == 8


def test_saving_the_other_settings_keeps_the_numbers(hr):
    set_to(hr, "least_answers", 15, stands=10)
    revision = Organisation.objects.get().revision
    hr.post("/hr/asetukset/", {"name": "Toinen", "kind": "municipality", "revision": str(revision)})
    row = Organisation.objects.get()
    assert (row.name, row.least_people, row.least_answers) == ("Toinen", 5, 15)


@pytest.mark.parametrize("name", ["quiet_from", "name", "nothing"])
def test_what_is_no_threshold_has_no_page(hr, name):
    assert hr.get(f"{LIST}{name}/").status_code == 404
    assert hr.post(f"{LIST}{name}/", sent(8)).status_code == 404


def test_the_largest_number_since_a_day_outlives_a_lower_one(hr):
    set_to(hr, "least_people", 9, stands=5)
    set_to(hr, "least_people", 6, stands=9)
    today = datetime.date.today()
    assert largest_since(PEOPLE, today) == 9
    assert largest_since(PEOPLE, today + datetime.timedelta(days=1)) == 6
    assert largest_since(ANSWERS, today) == 10


def test_the_paper_for_the_negotiation_says_the_numbers(hr, monkeypatch):
    from core import pdf
    from people.launch import papers

    monkeypatch.setattr(pdf.drawer, "draw_for_job", str.encode)
    set_to(hr, "least_people", 8, stands=5)
    set_to(hr, "least_answers", 15, stands=10)
    text = papers.make(papers.paper_at("yhteistoiminta"), "fi").decode()
    assert "nyt 8, ei koskaan alle 5" in text
    assert "nyt 15, ei koskaan alle 10" in text
