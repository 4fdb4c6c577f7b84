"""Dates and times as people write them; the two nights when the clocks change."""

import datetime

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.dates.reading import Look
from core.fields import ClockField, ClockInput, DayField, DayInput, clean_moment, moment

MONDAY = datetime.datetime(2026, 11, 30, 9, tzinfo=datetime.UTC)


class Form(forms.Form):
    day = DayField()
    clock = ClockField(required=False)

    def clean(self):
        self.cleaned_data["moment"] = clean_moment(self)
        return self.cleaned_data


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("text", ["18.5.2016", "18.05.2016", " 18. 5. 2016 ", "18.5.16", "2016-05-18", "18/5/2016"])
def test_days(language, text):
    with translation.override(language):
        assert DayField().clean(text) == datetime.date(2016, 5, 18)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("text", ["9.15", "9:15", "09.15", "klo 9.15", "kl. 9.15", "9.15.00"])
def test_clocks(language, text):
    with translation.override(language):
        assert ClockField().clean(text) == datetime.time(9, 15)


def test_whole_hours_and_edges():
    texts = ["9", "0.00", "23.59"]
    assert [ClockField().clean(text) for text in texts] == [datetime.time(9), datetime.time(0), datetime.time(23, 59)]


LIKE_THIS = "Write the day for instance like this: 30.11., 30.11.2026, tomorrow or next Tue."
ERRORS = {
    (DayField, "31.2.2026"): "There is no 31.2.2026: that month ends on 28.2.2026. Write another day.",
    (DayField, "1.1.0001"): "That is too far away. Write the day with its year, for instance 30.11.2026.",
    (DayField, "11/30/2026"): "There is no month 30. Write the day first, then the month: 30.11.2026.",
    (DayField, "week 54"): "There is no week 54 in 2026. Write another week, or the day: 30.11.2026.",
    (DayField, "Mon 1.12.2026"): (
        "These do not fit together: the calendar says Tue 1 December 2026, week 49. Write the day that you mean."
    ),
    (DayField, "next Tue"): "“next Tue” can mean more than one day. Choose the one that you mean.",
    (DayField, "aamulla"): LIKE_THIS,
    (DayField, "²"): LIKE_THIS,
    (DayField, "9" * 5000): LIKE_THIS,
    (DayField, "٣.٥.٢٠١٦<"): LIKE_THIS,
    (ClockField, "9.75"): "There is no such time as 9.75. The day has the times from 0.00 to 23.59.",
    (ClockField, "24.00"): "There is no such time as 24.00. The day has the times from 0.00 to 23.59.",
    (ClockField, "aamulla"): "Write the time for instance like this: 9, 9.30 or 930.",
    (ClockField, "9.1"): "Write the time for instance like this: 9, 9.30 or 930.",
    (ClockField, "9" * 5000): "Write the time for instance like this: 9, 9.30 or 930.",
}


@pytest.mark.parametrize(("case", "message"), ERRORS.items(), ids=[text[:20] for _field, text in ERRORS])
def test_errors_say_what_to_do(case, message):
    field, text = case
    with translation.override("en"), time_machine.travel(MONDAY):
        with pytest.raises(ValidationError) as caught:
            field().clean(text)
        assert caught.value.messages == [message]


def test_values_are_shown_as_they_are_written():
    with translation.override("en"):
        form = Form(initial={"day": datetime.date(2016, 5, 8), "clock": datetime.time(9, 5)})
        assert form["day"].as_widget().startswith('<input type="text" name="day" value="8.5.2016"')
        assert form["clock"].as_widget().startswith('<input type="text" name="clock" value="9.05"')
    assert Form({"day": "08.05.2016", "clock": "9:05"}, initial=form.initial).changed_data == []


@given(
    day=st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 12, 31)), clock=st.times(), look=st.sampled_from(Look)
)
def test_what_the_fields_write_they_read(day, clock, look):
    minute = clock.replace(second=0, microsecond=0)
    assert DayField(look=look).clean(DayInput().format_value(day)) == day
    assert ClockField().clean(ClockInput().format_value(minute)) == minute


@time_machine.travel(MONDAY)
def test_of_two_days_the_chosen_one():
    asked = Form({"day": "ensi ti"})
    assert asked.errors.as_data()["day"][0].code == "which"
    assert asked["day"].as_widget().startswith('<input type="text" name="day" value="ensi ti"')
    for day in ("2026-12-01", "2026-12-08"):
        form = Form({"day": "ensi ti", "day-which": day})
        assert form.is_valid()
        assert form.cleaned_data["day"].isoformat() == day
    assert Form({"day": "ensi ti", "day-which": "2026-12-09"}).errors.keys() == {"day"}
    changed = Form({"day": "ensi ke", "day-which": "2026-12-08"})  # chosen for what was written earlier
    assert changed.errors.as_data()["day"][0].code == "which"
    written = Form({"day": "20.12.2026", "day-which": "2026-12-08"})
    assert written.is_valid()
    assert written.cleaned_data["day"] == datetime.date(2026, 12, 20)


@time_machine.travel(MONDAY)
def test_a_field_may_look_back():
    assert DayField(look=Look.BACK).clean("31.12.") == datetime.date(2025, 12, 31)
    assert DayField().clean("31.12.") == datetime.date(2026, 12, 31)


def test_a_moment_is_local():
    form = Form({"day": "18.5.2026", "clock": "9.15"})
    assert form.is_valid()
    assert form.cleaned_data["moment"].isoformat() == "2026-05-18T09:15:00+03:00"
    assert moment(datetime.date(2026, 1, 8), datetime.time(9, 15)).isoformat() == "2026-01-08T09:15:00+02:00"


def test_the_night_when_an_hour_is_missing():
    with translation.override("en"):
        form = Form({"day": "28.3.2027", "clock": "3.30"})
        assert form.errors == {
            "clock": ["That night the clocks are turned forward and 3.30 does not exist. Choose another time."]
        }
    for clock in (datetime.time(2, 59), datetime.time(4, 0)):
        assert moment(datetime.date(2027, 3, 28), clock).time() == clock


def test_the_night_when_an_hour_comes_twice():
    with translation.override("en"):
        form = Form({"day": "25.10.2026", "clock": "3.30"})
        assert form.errors == {
            "clock": ["That night the clocks are turned back and 3.30 comes twice. Choose another time."]
        }
    for clock in (datetime.time(2, 59), datetime.time(4, 0)):
        assert moment(datetime.date(2026, 10, 25), clock).time() == clock
