"""Dates and times as people write them; the two nights when the clocks change."""

import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from core.fields import ClockField, DayField, clean_moment, moment


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


ERRORS = {
    (DayField, "31.2.2026"): "There is no such day as 31.2.2026. Give the date in the form 18.5.2016.",
    (DayField, "1.1.0001"): "There is no such day as 1.1.0001. Give the date in the form 18.5.2016.",
    (DayField, "31.2."): "Give the date in the form 18.5.2016.",
    (DayField, "huomenna"): "Give the date in the form 18.5.2016.",
    (DayField, "٣.٥.٢٠١٦<"): "Give the date in the form 18.5.2016.",
    (ClockField, "9.75"): "There is no such time as 9.75. Give the time in the form 9.15.",
    (ClockField, "24.00"): "There is no such time as 24.00. Give the time in the form 9.15.",
    (ClockField, "aamulla"): "Give the time in the form 9.15.",
    (ClockField, "9.1"): "Give the time in the form 9.15.",
}


@pytest.mark.parametrize(("case", "message"), ERRORS.items(), ids=[text for _field, text in ERRORS])
def test_errors_say_what_to_do(case, message):
    field, text = case
    with translation.override("en"):
        with pytest.raises(ValidationError) as caught:
            field().clean(text)
        assert caught.value.messages == [message]


def test_values_are_shown_as_they_are_written():
    with translation.override("en"):
        form = Form(initial={"day": datetime.date(2016, 5, 8), "clock": datetime.time(9, 5)})
        assert form["day"].as_widget().startswith('<input type="text" name="day" value="8.5.2016"')
        assert form["clock"].as_widget().startswith('<input type="text" name="clock" value="9.05"')
    assert Form({"day": "08.05.2016", "clock": "9:05"}, initial=form.initial).changed_data == []


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
