"""Whom a term's figures count: each person once, in the unit where they were at the end, whatever happened since."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.retention import dispose
from people.models import Unit
from tests.factories import make_person, make_unit
from tests.vatupassi.figures.world import DAY, TERM, at, frozen, held, make_town, sat, unit
from vatupassi.figures.counting import FIGURES, Counted, count, figures_of
from vatupassi.figures.freezing import freeze, freeze_ended
from vatupassi.figures.models import FrozenPlace, FrozenUnit, Release, Remainder
from vatupassi.figures.terms import AUTUMN, SPRING, Term, term_of
from vatupassi.models import Agreement, Conversation, Occasion, Offer, Round

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def town():
    return make_town()


def numbers(counted: Counted, figure: str = "held") -> dict[str, int]:
    """Unit → how many people; units of none are left out."""
    tree = counted.tree(figure)
    names = [each.names["fi"] or "all" for each in counted.units]
    return {name: number for name, number in zip(names, tree.counts, strict=True) if number}


def test_terms() -> None:
    assert term_of(datetime.date(2026, 7, 31)) == Term(2026, SPRING)
    assert term_of(datetime.date(2026, 8, 1)) == Term(2026, AUTUMN)
    assert Term(2026, SPRING).before == Term(2025, AUTUMN)
    assert Term(2025, AUTUMN).released_from == datetime.date(2026, 1, 15)


def test_five_talks_of_one_person_are_one(town):
    aino, bahar = town["Sivistys 0"][:2]
    for day in range(5):
        held(aino, DAY + datetime.timedelta(days=day))
    held(bahar)
    assert numbers(count(frozen())) == {"all": 2, "Sivistys": 2, "Sivistys 0": 2}


def test_only_what_was_held_in_the_term(town):
    people = town["Sivistys 0"]
    held(people[0], TERM.first_day)
    held(people[1], TERM.last_day)
    held(people[2], TERM.first_day - datetime.timedelta(days=1))
    held(people[3], TERM.last_day + datetime.timedelta(days=1))
    held(people[4], status=Conversation.Status.AGREED)  # booked, and nobody has said that it was held
    held(people[5], status=Conversation.Status.DECLINED, closed_on=DAY)
    held(people[6], held_on=None)  # of the time before there was a day: the booked one
    held(people[7], way=Conversation.Way.WITHOUT, status=Conversation.Status.CLOSED, closed_on=DAY)
    assert numbers(count(frozen()))["all"] == 4


def test_offered(town):
    """Invited by a supervisor, offered times, or said not now; not who began it, nor who says there was none."""
    one, two, three, four, five, *_rest = town["Sivistys 0"]
    held(one, started_by="supervisor")
    held(two)
    held(three, started_by="supervisor", way="without", status="declined", closed_on=DAY)
    Offer.objects.create(employee=four, occasion=Occasion.objects.first(), offered_on=DAY)
    offered = Round.objects.create(supervisor=one, occasion=Occasion.objects.first(), created_at=at(DAY))
    offered.invited.set([five, one])
    assert numbers(count(frozen()), "offered")["all"] == 3


def test_a_follow_up_is_in_time_for_fourteen_days(town):
    for person, late in zip(town["Sivistys 0"], (-3, 0, 14, 15), strict=False):
        sat(held(person, DAY), late=late)
    assert numbers(count(frozen()), "in_time")["all"] == 3


def test_a_reorganisation_after_the_end_changes_nothing(town):
    for person in town["Sivistys 0"]:
        held(person)
    release = frozen()
    for person in town["Sivistys 0"]:
        person.unit = unit("Tekniikka 0")
        person.save()
    moved = unit("Sivistys 1")
    moved.parent = unit("Tekniikka")
    moved.save()
    Unit.objects.filter(name_fi="Sivistys 0").delete()
    counted = count(release)
    assert numbers(counted) == {"all": 8, "Sivistys": 8, "Sivistys 0": 8}
    assert [each.names["fi"] for each in counted.units if each.parent == 0] == ["Sivistys", "Tekniikka"]


def test_a_unit_that_existed_for_half_a_term(town):
    """Who was in it is counted where they are at the end, with the whole term; the unit is no row."""
    half = make_unit(name="Hanke", parent=unit("Sivistys"))
    person = town["Sivistys 0"][0]
    person.unit = half
    person.save()
    held(person)
    person.unit = unit("Sivistys 1")
    person.save()
    half.delete()
    assert numbers(count(frozen())) == {"all": 1, "Sivistys": 1, "Sivistys 1": 1}


def test_people_without_a_unit_and_leavers(town):
    held(make_person(unit=None))
    leaver = town["Sivistys 0"][0]
    held(leaver)
    leaver.is_active = False
    leaver.save()
    counted = count(frozen())
    assert numbers(counted) == {"all": 1}
    assert counted.tree("held").people[0] == 2 * 4 * 8 - 1 + 1 + 8  # and the eight supervisors


def test_frozen_twice_is_frozen_once(town):
    assert freeze(TERM) == freeze(TERM)
    assert FrozenUnit.objects.count() == Unit.objects.count()
    assert FrozenPlace.objects.count() == 2 * 4 * 8 + 8


def test_the_night_freezes_the_term_that_is_over(town):
    freeze_ended.func()
    release = Release.objects.get()
    assert release.last_day < timezone.localdate()
    freeze_ended.func()
    assert Release.objects.count() == 1


# ---- What a deleted conversation leaves


def deleted(*conversations: Conversation) -> None:
    """They were closed long ago, and this night deletes them."""
    long_ago = timezone.localdate() - datetime.timedelta(days=4000)
    ids = [each.pk for each in conversations]
    Conversation.objects.filter(pk__in=ids).update(status="closed", closed_on=long_ago)
    dispose(only="conversation")
    assert not Conversation.objects.filter(pk__in=ids).exists()


def test_a_deleted_conversation_is_counted_all_the_same(town):
    one, two, three = (held(person, started_by="supervisor") for person in town["Sivistys 0"][:3])
    sat(one)
    before = {name: numbers(count(frozen()), name) for name in FIGURES}
    about = [(each.names["fi"], each.count) for each in count(frozen()).about]
    deleted(one, two)
    assert {name: numbers(count(frozen()), name) for name in FIGURES} == before
    assert [(each.names["fi"], each.count) for each in count(frozen()).about] == about
    deleted(three)
    assert {name: numbers(count(frozen()), name) for name in FIGURES} == before


def test_a_person_of_whom_another_conversation_is_left_is_counted_once(town):
    person = town["Sivistys 0"][0]
    one, two = held(person, started_by="supervisor"), held(person, DAY + datetime.timedelta(days=20))
    deleted(one)
    assert numbers(count(frozen())) == {"all": 1, "Sivistys": 1, "Sivistys 0": 1}
    deleted(two)
    counted = count(frozen())
    assert numbers(counted) == {"all": 1, "Sivistys": 1, "Sivistys 0": 1}
    assert numbers(counted, "offered") == {"all": 1, "Sivistys": 1, "Sivistys 0": 1}
    assert sum(each.count for each in counted.about) == 1


def test_what_is_left_names_nobody_and_no_day(town):
    deleted(*(held(person) for person in town["Sivistys 0"]))
    names = {field.name for field in Remainder._meta.get_fields()}
    assert names == {"id", "year", "half", "unit", "occasion", "offered", "held", "held_about", "in_time"}
    assert Remainder.objects.filter(held=True).count() == 8


def test_what_is_left_is_written_anew_each_time(town):
    """No id stays, so no row is that of one night's; the order says nothing either."""
    deleted(held(town["Sivistys 0"][0]))
    first = set(Remainder.objects.values_list("pk", flat=True))
    deleted(*(held(person) for person in town["Sivistys 1"]))
    rows = list(Remainder.objects.values_list("pk", flat=True))
    assert not first & set(rows)
    assert len(rows) == 9
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM vatupassi_remainder")
            assert cursor.fetchone() == (1,)


def test_nothing_is_left_of_a_term_that_has_been_told(town):
    release = frozen()
    Release.objects.filter(pk=release.pk).update(state="made", figures={}, released_on=TERM.released_from)
    deleted(held(town["Sivistys 0"][0]))
    assert not Remainder.objects.exists()


def test_what_nobody_asks_for_goes_after_a_year(town):
    deleted(held(town["Sivistys 0"][0]))
    Remainder.objects.update(year=2015)
    dispose(only="remainder")
    assert not Remainder.objects.exists()


# ---- What is asked of the database


def test_no_mark_and_no_text_is_asked_for(town):
    release = frozen()
    for people in town.values():
        for person in people[:5]:
            sat(held(person, started_by="supervisor"))
    with CaptureQueriesContext(connection) as asked:
        figures_of(release)
    tables = ("boardmark", "assessment", "note", "memo", "differingview", "invitationmessage", "groupmark")
    found = [table for query in asked for table in tables if f"vatupassi_{table}" in query["sql"]]
    assert found == []
    assert not [query["sql"] for query in asked if '"text"' in query["sql"]]


def test_as_many_statements_for_eight_teams_as_for_two(town):
    release = frozen()
    with CaptureQueriesContext(connection) as many:
        count(release)
    FrozenUnit.objects.filter(release=release, number__gt=3).delete()
    FrozenPlace.objects.filter(release=release, unit__gt=3).delete()
    with CaptureQueriesContext(connection) as few:
        count(release)
    assert len(few) == len(many)


def test_the_day_of_the_clock_change_belongs_to_its_term(town):
    """Midnight by the Finnish clock: the first moment of August is the first of the autumn."""
    sat(held(town["Sivistys 0"][0], datetime.date(2025, 7, 31) - datetime.timedelta(weeks=6)))
    assert numbers(count(frozen()), "in_time") == {}


# ---- Promises


def promise(person, *, kept: bool, supervisor=None):
    talk = held(person, supervisor=supervisor or make_person())
    return Agreement.objects.create(
        conversation=talk, text="x", side="supervisor", due_on=DAY, kept_at=at(DAY) if kept else None
    )


def test_promises_are_told_of_ten_people_and_three_supervisors(town):
    people = [person for team in town.values() for person in team]
    chiefs = [make_person() for _one in range(3)]
    release = frozen()
    for number, person in enumerate(people[:9]):
        promise(person, kept=number % 2 == 0, supervisor=chiefs[number % 3])
    assert figures_of(release)["promises"] is None
    promise(people[9], kept=True, supervisor=chiefs[0])
    assert figures_of(release)["promises"] == 60
    Agreement.objects.update(kept_at=at(DAY))
    assert figures_of(release)["promises"] == "≥ 80"
    Agreement.objects.update(kept_at=None)
    assert figures_of(release)["promises"] == "≤ 20"
    Conversation.objects.update(supervisor=chiefs[0])
    assert figures_of(release)["promises"] is None
