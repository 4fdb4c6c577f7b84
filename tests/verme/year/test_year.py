"""A year of Verme on one page: what adds up, what is too small to be told, and that it stays one page."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_person, make_unit
from tests.pdfs import pages_of
from tests.verme.conftest import make_group, make_season
from verme.idea.models import Idea
from verme.models import Attendance, Cost, Membership, Session, Survey
from verme.survey import questions
from verme.year.report import Department, of_year, told_and_hidden

pytestmark = pytest.mark.django_db
YEAR = 2025


def a_group(season, name, people, *, meetings=1, minutes=90, **fields):
    """A group in which these people are, and were at each meeting."""
    group = make_group(season, name=name, state="confirmed", **fields)
    for person in people:
        Membership.objects.create(group=group, person=person, starts_on=season.starts_on)
    for number in range(meetings):
        at = datetime.datetime(YEAR, 3, 1 + number, 12, tzinfo=datetime.UTC)
        session = Session.objects.create(group=group, starts_at=at, minutes=minutes)
        for person in people:
            Attendance.objects.create(session=session, person=person, name=person.name, sort_key=person.sort_key)
    return group


@pytest.fixture
def year_season(db):
    days = (datetime.date(YEAR, 1, 10), datetime.date(YEAR, 5, 31), datetime.date(YEAR, 1, 20))
    names = ("starts_on", "ends_on", "sign_up_until")
    return make_season(name="Kevät 2025", state="running", **dict(zip(names, days, strict=True)))


@pytest.fixture
def departments(kotikunta):
    """Three of them, the last one with a unit below it."""
    care, tech, school = (make_unit(name=name, parent=kotikunta) for name in ("Hoiva", "Tekniikka", "Sivistys"))
    return care, tech, make_unit(name="Alakoulu", parent=school)


def people_of(unit, count):
    return [make_person(name=f"{unit.name_fi} {number}", unit=unit) for number in range(count)]


def test_it_adds_up(year_season, departments, sari):
    care, tech, school = (people_of(unit, count) for unit, count in zip(departments, (6, 7, 8), strict=True))
    a_group(year_season, "Konkarit", [*care, *tech[:2]], meetings=2)
    a_group(year_season, "Uudet", [*tech[2:], *school[:3]])
    a_group(year_season, "Kolmas", school[3:])
    Session.objects.create(
        group=year_season.groups.first(),
        starts_at=datetime.datetime(YEAR, 4, 1, tzinfo=datetime.UTC),
        state="cancelled",
    )
    for what, euros in (("Kahvit", 10), ("kahvit ", 5), ("Luennoitsija", 800)):
        Cost.objects.create(season=year_season, what=what, euros=euros, paid_by="hr")
    made = of_year(sari, YEAR)
    assert (made.groups, made.members, made.places, made.held, made.cancelled, made.planned) == (3, 21, 24, 4, 1, 18)
    assert made.minutes == 90 * (2 * 8 + 8 + 5)
    assert made.departments == [
        Department("Hoiva", 90 * 12),
        Department("Sivistys", 90 * 8),
        Department("Tekniikka", 90 * (4 + 5)),
    ]
    assert (made.costs, made.euros) == ([("Luennoitsija", Decimal(800)), ("Kahvit", Decimal(15))], Decimal(815))
    assert of_year(sari, YEAR + 1).groups_before == 3


def test_a_small_department_is_not_told_nor_reckoned_out(year_season, departments, sari):
    care, tech, school = (people_of(unit, count) for unit, count in zip(departments, (4, 5, 9), strict=True))
    a_group(year_season, "Konkarit", [*care, *tech, *school])
    assert of_year(sari, YEAR).departments == [Department("Sivistys", 90 * 9), Department("", 90 * 9)]


@given(st.dictionaries(st.integers(1, 12) | st.none(), st.integers(1, 12)), st.integers(5, 20))
def test_what_is_left_of_the_sum_is_nobodys_or_enough_peoples(people, least):
    told, hidden = told_and_hidden(people, least)
    assert told | hidden == set(people)
    assert not [one for one in told if one is None or people[one] < least]
    left = sum(people[one] for one in hidden)
    assert left == 0 or left >= least or not told


def test_answers_are_those_that_were_released(year_season, sari):
    asked = questions.written([one for one in questions.FEEDBACK if one.key in ("useful", "time")])
    result = {
        "enough": True,
        "answers": "10–19",
        "questions": {
            "useful": {"enough": True, "shares": ["≥ 80", "", ""]},
            "time": {"enough": True, "shares": [40, 35, 25]},
        },
    }
    survey = Survey(season=year_season, kind="feedback", state="released", asked=asked, result=result)
    survey.released_on = datetime.date(YEAR, 6, 1)
    survey.save()
    useful, time = of_year(sari, YEAR).trends
    assert [(one.words, one.share) for one in (*useful.points, *time.points)] == [("≥ 80 %", None), ("40 %", 40)]
    result["questions"]["time"]["shares"] = ["≤ 20", 60, 40]
    Survey.objects.update(result=result)
    assert of_year(sari, YEAR).trends[1].points[0].words == "0–1 vastaajaa"  # never a limit beside a smaller share
    Survey.objects.update(result={"enough": False})
    assert of_year(sari, YEAR).trends == []


def test_ideas_are_those_that_have_come(year_season, sari, aino):
    group = a_group(year_season, "Konkarit", [aino])
    session = group.sessions.get()
    came = datetime.datetime(YEAR, 4, 1, tzinfo=datetime.UTC)
    for words, handling, arrived in (("viikkotiedote", "done", came), ("tauko", "new", came), ("salassa", "new", None)):
        Idea.objects.create(
            group=group,
            session=session,
            by=aino,
            state="approved",
            passed_on=words,
            handling=handling,
            arrived_at=arrived,
        )
    assert [(one.count, one.example) for one in of_year(sari, YEAR).ideas] == [(1, "viikkotiedote"), (1, "tauko")]


def fill(season, sari):
    """As much as a page has to hold: many groups, departments, costs, ideas and terms."""
    top = sari.unit.parent
    for number in range(12):
        unit = make_unit(name=f"Toimiala jolla on melko pitkä nimi {number}", parent=top)
        group = a_group(season, f"Ryhmä {number}", people_of(unit, 6), target=("new", "support", "long")[number % 3])
        Cost.objects.create(season=season, what=f"Luennoitsija ja tilaisuus {number}", euros=100, paid_by="hr")
        came = datetime.datetime(YEAR, 4, 1, tzinfo=datetime.UTC)
        handling = ("done", "looking", "not_now", "new")[number % 4]
        Idea.objects.create(
            group=group,
            session=group.sessions.get(),
            state="approved",
            passed_on="pitkä idea " * 30,
            handling=handling,
            arrived_at=came,
        )


def test_it_is_one_page_with_the_same_statements(year_season, sari, signed_in, django_assert_max_num_queries):
    client = signed_in(sari)
    address = f"/verme/vuosi/{YEAR}/"
    a_group(year_season, "Konkarit", people_of(sari.unit, 6))
    with django_assert_max_num_queries(30) as one:
        client.get(address)
    fill(year_season, sari)
    with django_assert_max_num_queries(30) as many:
        page = client.get(address).content.decode()
    assert len(many.captured_queries) == len(one.captured_queries)
    assert "Toimiala jolla on melko pitkä nimi 3" in page
    assert len(pages_of(client.get(f"{address}verme-vuodessa.pdf").content)) == 1


def test_only_hr_and_only_a_year(sari, aino, signed_in):
    assert signed_in(aino).get(f"/verme/vuosi/{YEAR}/").status_code == 404
    client = signed_in(sari)
    assert [client.get(f"/verme/vuosi/{year}/").status_code for year in (YEAR, 1, 99999)] == [200, 404, 404]
