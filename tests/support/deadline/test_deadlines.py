"""The law's deadlines from dates alone: counted by the calendar, given as neutral entries, stored nowhere."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from support.deadline.days import deadlines, is_allowance_day

ADDRESS = "/tuki/maarapaivat/"
D = datetime.date


def test_days_of_allowance_are_from_monday_to_saturday_without_holidays():
    # Christmas Eve 2026 is a Thursday, Midsummer's eve 2026 a Friday: eves count
    assert [is_allowance_day(D(2026, 12, day)) for day in (6, 24, 25, 26, 27, 28)] == [False, True, *[False] * 3, True]
    assert [is_allowance_day(D(2026, 6, day)) for day in (19, 20, 21)] == [True, False, False]
    assert [is_allowance_day(D(2026, 4, day)) for day in (3, 4, 5, 6)] == [False, True, False, False]
    assert [is_allowance_day(D(2026, 10, 31)), is_allowance_day(D(2026, 11, 7))] == [False, True]


def test_a_month_and_the_days_of_allowance():
    # from Monday 4 January 2027: Epiphany on the 6th is no day; nine days more end on Friday the 15th,
    # so that the first day of allowance is Saturday the 16th and the 60th Saturday 27 March (Good Friday is the 26th)
    found = {one.of: one.on for one in deadlines(D(2027, 1, 4))}
    assert list(found) == ["month", "60", "90", "150", "230"]
    assert found["month"] == D(2027, 2, 4)
    counted = [day for n in range(400) if is_allowance_day(day := D(2027, 1, 16) + datetime.timedelta(days=n))]
    assert [found[of] for of in ("60", "90", "150", "230")] == [counted[n - 1] for n in (60, 90, 150, 230)]
    assert found["60"] == D(2027, 3, 27)


def test_the_first_day_may_be_a_sunday_and_a_month_may_be_short():
    sunday = {one.of: one.on for one in deadlines(D(2027, 1, 31))}
    assert sunday["month"] == D(2027, 2, 28)
    # nine working days from Monday 1 February end on Wednesday the 10th
    assert sunday["60"] == {one.of: one.on for one in deadlines(D(2027, 2, 10), again=True)}["60"]


def test_what_was_paid_before_counts_in():
    found = deadlines(D(2027, 1, 4), paid_before=89)
    assert [(one.of, one.on) for one in found][:3] == [
        ("month", D(2027, 2, 4)),
        ("60", None),
        ("90", D(2027, 1, 16)),
    ]
    assert [one.on for one in deadlines(D(2027, 1, 4), paid_before=300)][1:] == [None] * 4
    again = deadlines(D(2027, 1, 4), paid_before=89, again=True)
    assert next(one.on for one in again if one.of == "90") == D(2027, 1, 5)


@pytest.mark.django_db
@time_machine.travel("2026-11-30 09:00+02:00", tick=False)
def test_the_page_counts_and_stores_nothing(aino, signed_in):
    hers = signed_in(aino)
    hers.get(ADDRESS)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = hers.post(ADDRESS, {"first": "2.11.2026", "paid_before": ""}).content.decode()
    assert "2.12.2026" in page
    assert "90 päivärahapäivää" in page
    assert [row["sql"] for row in asked if row["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


@pytest.mark.django_db
@time_machine.travel("2026-11-30 09:00+02:00", tick=False)
def test_the_calendar_has_what_is_to_come_and_says_nothing(aino, signed_in):
    answer = signed_in(aino).post(ADDRESS, {"first": "2.11.2026", "calendar": "1"})
    entries = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(entry["SUMMARY"]) for entry in entries] == ["Tarkista määräpäivä"] * 5
    assert "Aino" not in answer.content.decode()
    assert len({str(entry["UID"]) for entry in entries}) == 5
    days = [entry["DTSTART"].dt.date() for entry in entries]
    assert days == sorted(days)
    assert all(day.weekday() < 5 for day in days)


@pytest.mark.django_db
@time_machine.travel("2026-11-30 09:00+02:00", tick=False)
@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"first": ""}, 'class="summary"'),
        ({"first": "2.11.2020"}, "enintään kahden vuoden takaa"),
        ({"first": "31.11.2026"}, "30.11."),
        ({"first": "2.11.2026", "paid_before": "²"}, "kokonaisluku"),
        ({"first": "2.11.2026", "paid_before": "301"}, "300"),
        ({"first": "2.11.2026", "paid_before": "-1"}, "0"),
    ],
)
def test_what_cannot_be_is_told_and_kept(aino, signed_in, sent, told):
    page = signed_in(aino).post(ADDRESS, sent | {"calendar": "1"}).content.decode()
    assert told in page
    assert f'value="{sent["first"]}"' in page or not sent["first"]
    assert 'class="plain-list deadlines"' not in page
