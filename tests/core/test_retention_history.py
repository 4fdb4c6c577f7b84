"""Periods that HR changes: what was promised is kept to the day, over leap years and clock changes."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core import outbox, retention
from core.models import Mail, RetentionChange
from core.retention import History, Period
from tests.access.sweep import content_columns

DAYS = st.dates(datetime.date(2024, 1, 1), datetime.date(2033, 12, 31))  # three leap years
PERIODS = st.builds(Period, months=st.integers(1, 40)) | st.builds(Period, days=st.integers(1, 140))


@st.composite
def histories(draw) -> History:
    """The default, and changes on days of their own."""
    changes = sorted(draw(st.dictionaries(DAYS, PERIODS, max_size=5)).items())
    return History(((datetime.date.min, draw(PERIODS)), *changes))


@given(histories(), DAYS, DAYS)
def test_what_the_rule_deletes_is_what_the_page_has_told(history, start, today):
    """`start` is deleted in the night of `today` exactly when the day shown for it has come."""
    assert (start <= history.last_day_over(today)) == (history.after(start) <= today)


@given(histories(), DAYS, DAYS, PERIODS)
def test_a_change_never_keeps_longer_what_exists(history, start, made, new):
    """Whatever HR sets later, a day that was told comes at the latest."""
    changed = history.with_change(made, new)
    last = max(since for since, _period in history.periods)
    if start < made and last < made:
        assert changed.after(start) <= history.after(start)


@given(histories(), DAYS, DAYS)
def test_what_starts_later_never_goes_sooner(history, one, other):
    first, second = sorted((one, other))
    assert history.after(first) <= history.after(second)


def test_a_shorter_period_holds_for_all_and_a_longer_one_for_what_starts_after_it():
    day = datetime.date(2026, 11, 30)
    history = History(((datetime.date.min, Period(months=24)),))
    longer = history.with_change(day, Period(months=36))
    before, after = day - datetime.timedelta(days=1), day
    assert (longer.after(before), longer.after(after)) == (datetime.date(2028, 11, 29), datetime.date(2029, 11, 30))
    shorter = longer.with_change(datetime.date(2027, 3, 1), Period(months=12))
    assert (shorter.after(before), shorter.after(after)) == (datetime.date(2027, 11, 29), datetime.date(2027, 11, 30))
    again = shorter.with_change(datetime.date(2027, 6, 1), Period(months=24))
    assert again.after(datetime.date(2027, 5, 31)) == datetime.date(2028, 5, 31)


@pytest.mark.django_db
@pytest.mark.parametrize("months", [6, 18])
@pytest.mark.parametrize("changed_on", [datetime.date(2027, 3, 27), datetime.date(2028, 2, 28)])
def test_mail_goes_in_the_night_that_was_told_after_a_change(aino, months, changed_on):
    """Through the database and the job, around a night when the clocks change and a leap day."""
    zone = timezone.get_current_timezone()
    starts = [changed_on + datetime.timedelta(days=days) for days in (-200, 0, 1, 2)]
    rows = [outbox.send("password_changed", to=aino) for _start in starts]
    for row, start in zip(rows, starts, strict=True):
        at = datetime.datetime.combine(start, datetime.time(23, 30), zone)
        Mail.objects.filter(pk=row.pk).update(created_at=at)
    with time_machine.travel(datetime.datetime.combine(changed_on, datetime.time(12), zone), tick=False):
        retention.set_period("mail", months=months)
        told = {
            row.pk: retention.histories("mail")["mail"].after(start) for row, start in zip(rows, starts, strict=True)
        }
    assert len(set(told.values())) == len(starts)
    for pk, day in told.items():
        night = datetime.datetime.combine(day, datetime.time(2, 30), zone)
        for at, left in ((night - datetime.timedelta(days=1), True), (night, False)):
            with time_machine.travel(at, tick=False):
                retention.forget()
                retention.dispose(only="mail")
                assert Mail.objects.filter(pk=pk).exists() == left, (day, at)


@pytest.mark.django_db
def test_looking_ahead_deletes_nothing_and_counts_what_the_rules_would(aino):
    old = outbox.send("password_changed", to=aino)
    year = timezone.now() - datetime.timedelta(days=350)
    Mail.objects.filter(pk=old.pk).update(created_at=year)
    assert retention.foresee(timezone.now(), only="mail") == {"mail": 0}
    assert retention.foresee(timezone.now() + datetime.timedelta(days=30), only="mail") == {"mail": 1}
    assert Mail.objects.filter(pk=old.pk).exists()
    assert RetentionChange.objects.count() == 0


@pytest.mark.django_db
def test_looking_ahead_reads_no_text(db):
    """HR's request runs the rules: not one of them may select what people have written."""
    with CaptureQueriesContext(connection) as asked:
        retention.foresee(timezone.now())
    columns = content_columns()
    assert {column for query in asked for column in columns if column in query["sql"]} == set()
