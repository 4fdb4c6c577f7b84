"""HR's list of seasons: found, filtered, sorted, a page at a time, and the same as a file."""

import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from tests.factories import make_person
from tests.verme.conftest import enter, make_group, make_season

pytestmark = pytest.mark.django_db
LIST = "/verme/kaudet/"


@pytest.fixture
def hr(sari, signed_in):
    return signed_in(sari)


def season_of(name, days=0, *, groups=0, people=0, **fields):
    today = timezone.localdate() + datetime.timedelta(days=days)
    season = make_season(name=name, starts_on=today, ends_on=today + datetime.timedelta(days=100), **fields)
    for n in range(groups):
        make_group(season, name=f"Ryhmä {n}", capacity=1)
    for _n in range(people):
        enter(season, make_person(), season.groups.first())
    return season


@pytest.fixture
def three(db):
    """Two calls and one that has closed: the second has one with a place and two who wait."""
    season_of("Syksy 2025", -300, state="closed", closed_on=timezone.localdate(), groups=1)
    season_of("Kevät 2026", -100, groups=3, people=3)
    season_of("Syksy 2026", 10, groups=2)


def names(response):
    return [season.name for season in response.context["page"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Syksy 2026", "Kevät 2026", "Syksy 2025"]),  # the newest first
        ("q=syksy", ["Syksy 2026", "Syksy 2025"]),
        ("q=2026+syk", ["Syksy 2026"]),
        ("state=closed", ["Syksy 2025"]),
        ("state=call&q=kev", ["Kevät 2026"]),
        ("state=nonsense", ["Syksy 2026", "Kevät 2026", "Syksy 2025"]),
        ("sort=starts_on", ["Syksy 2025", "Kevät 2026", "Syksy 2026"]),
        ("sort=name", ["Kevät 2026", "Syksy 2025", "Syksy 2026"]),
        ("sort=-group_count", ["Kevät 2026", "Syksy 2026", "Syksy 2025"]),
        ("sort=-placed", ["Kevät 2026", "Syksy 2026", "Syksy 2025"]),
        ("sort=-queue&state=call", ["Kevät 2026", "Syksy 2026"]),
        ("sort=password", ["Syksy 2026", "Kevät 2026", "Syksy 2025"]),
        ("q=talvi", []),
    ],
)
def test_seasons_are_found_filtered_and_sorted(three, hr, query, found):
    assert names(hr.get(f"{LIST}?{query}")) == found


def test_numbers_count_no_one_twice_and_a_leaver_not(three, hr):
    rows = {season.name: season for season in hr.get(LIST).context["page"]}
    spring = rows["Kevät 2026"]
    assert (spring.group_count, spring.placed, spring.queue) == (3, 1, 2)
    gone = spring.sign_ups.placed().first().person
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    rows = {season.name: season for season in hr.get(LIST).context["page"]}
    assert (rows["Kevät 2026"].placed, rows["Kevät 2026"].queue) == (0, 2)


def test_a_head_turns_its_own_order_and_keeps_the_filters(three, hr):
    heads = hr.get(f"{LIST}?q=syksy&sort=name").context["heads"]
    assert heads["name"] == {"query": "q=syksy&sort=-name", "said": "ascending"}
    assert heads["placed"] == {"query": "q=syksy&sort=placed", "said": "none"}


def test_the_file_says_what_the_list_shows(three, hr):
    address = "q=syksy&state=closed"
    text = hr.get(f"{LIST}luettelo.csv?{address}").content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[:2] for line in text] == [["Kausi", "Tila"], ["Syksy 2025", "päättynyt"]]
    sheet = load_workbook(io.BytesIO(hr.get(f"{LIST}luettelo.xlsx?sort=name").content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [(row[0], *row[4:]) for row in rows[1:]] == [
        ("Kevät 2026", 3, 1, 2),
        ("Syksy 2025", 1, 0, 0),
        ("Syksy 2026", 2, 0, 0),
    ]


@pytest.mark.parametrize("address", [LIST, f"{LIST}?q=kausi&sort=-placed", f"{LIST}luettelo.csv"])
@pytest.mark.both_databases
def test_as_many_queries_for_30_seasons_as_for_one(hr, address):
    counts = []
    for size in (1, 30):
        for n in range(size):
            season_of(f"Kausi {size} {n}", n, groups=1, people=1)
        hr.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert hr.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_thirty_one_seasons_stand_on_two_pages(hr):
    for n in range(31):
        season_of(f"Kausi {n:02}", n)
    first, second = (names(hr.get(f"{LIST}?q=kausi&page={page}")) for page in (1, 2))
    assert (len(first), second[-1]) == (25, "Kausi 00")
    assert 'href="?q=kausi&amp;page=2"' in hr.get(f"{LIST}?q=kausi").content.decode()


def test_nothing_found_and_nothing_yet_are_told_apart(hr):
    assert "Avaa ensimmäinen kausi" in hr.get(LIST).content.decode()
    season_of("Kevät")
    page = hr.get(f"{LIST}?q=talvi").content.decode()
    assert ["Avaa ensimmäinen kausi" in page, "Ei tällaista kautta" in page] == [False, True]
