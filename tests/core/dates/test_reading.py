"""What a written day or time means, in three languages."""

import datetime
from collections import Counter

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from core import formats
from core.dates.reading import Look, Unread, plain, read_clock, read_day
from core.dates.told import told_day
from core.dates.words import WORDS

D = datetime.date
MONDAY = D(2026, 11, 30)
DAYS = st.dates(D(1900, 1, 1), D(2200, 12, 31))
TODAYS = st.dates(D(2000, 1, 1), D(2100, 12, 31))

ONE_DAY = {
    ("30.11.", "30.11", "30/11", "30.11.2026", "30.11.26", "30. 11. 2026", "30-11-2026", "2026-11-30"): MONDAY,
    ("tänään", "idag", "i dag", "today", "Tänään", "TODAY", "tanaan"): MONDAY,
    ("huomenna", "imorgon", "i morgon", "tomorrow"): D(2026, 12, 1),
    ("ylihuomenna", "i övermorgon", "the day after tomorrow"): D(2026, 12, 2),
    ("eilen", "i går", "yesterday"): D(2026, 11, 29),
    ("ti", "tiistaina", "tiistai", "tis", "på tisdag", "tisdag", "nu på tisdag", "on Tuesday", "tue"): D(2026, 12, 1),
    ("to", "torstaina", "torsdag", "Thursday"): D(2026, 12, 3),
    ("ensi maanantaina", "ensi ma", "nästa måndag", "next Monday"): D(2026, 12, 7),
    ("ensi viikon tiistaina", "tiistaina ensi viikolla", "tisdag nästa vecka", "Tuesday next week"): D(2026, 12, 8),
    ("tällä viikolla pe", "fredag den här veckan", "this week Friday"): D(2026, 12, 4),
    ("viikko 50 ti", "ti vko 50", "vk 50 tiistaina", "tisdag vecka 50", "v. 50 tis", "week 50 Tue"): D(2026, 12, 8),
    ("ti viikko 50 2027", "ti vko 50/2027"): D(2027, 12, 14),
    ("ti viikko 1", "tisdag v 1"): D(2027, 1, 5),
    ("2 vk", "2 viikkoa", "kahden viikon päästä", "2vk", "om 2 veckor", "om två veckor", "in 2 weeks", "two weeks"): D(
        2026, 12, 14
    ),
    ("viikon päästä", "viikon kuluttua", "om en vecka", "in a week", "7 pv", "7 päivän päästä", "in 7 days"): D(
        2026, 12, 7
    ),
    ("3 kk", "kolmen kuukauden päästä", "om 3 månader", "in three months"): D(2027, 2, 28),
    ("2 viikkoa sitten", "för 2 veckor sedan", "two weeks ago"): D(2026, 11, 16),
    ("viime pe", "förra fredagen", "last Friday", "i fredags"): D(2026, 11, 27),
    ("8. joulukuuta", "8 december", "den 8 december", "8 Dec", "December 8", "the 8th of December"): D(2026, 12, 8),
    ("ti 8.12.", "tis 8.12", "Tue 8 December", "ti 8.12.2026, viikko 50", "8.12. (vko 50)"): D(2026, 12, 8),
    ("31.12.",): D(2026, 12, 31),
    ("1.1.", "1. tammikuuta"): D(2027, 1, 1),
}


@pytest.mark.parametrize(("text", "day"), [(text, day) for texts, day in ONE_DAY.items() for text in texts])
def test_one_day(text, day):
    assert read_day(text, MONDAY) == (day,)


def test_without_a_year_it_is_the_next_such_day_or_the_last_one():
    january = D(2027, 1, 4)
    assert read_day("31.12.", january) == (D(2027, 12, 31),)
    assert read_day("31.12.", january, Look.BACK) == (D(2026, 12, 31),)
    assert read_day("4.1.", january) == read_day("4.1.", january, Look.BACK) == (january,)
    assert read_day("3.1.", january) == (D(2028, 1, 3),)
    assert read_day("viikko 52 ke", january, Look.BACK) == (D(2026, 12, 23),)
    assert read_day("15.6.98", january, Look.BACK) == (D(1998, 6, 15),)
    assert read_day("2 vk", january, Look.BACK) == (D(2026, 12, 21),)
    assert read_day("pe", january, Look.BACK) == (D(2027, 1, 1),)


TWO_DAYS = {
    # Said on a Monday, this week's day is to come, and people differ; so they do on a Sunday, when it is near
    (MONDAY, "ensi ti"): ("2026-12-01", "2026-12-08"),
    (MONDAY, "nästa tisdag"): ("2026-12-01", "2026-12-08"),
    (MONDAY, "next Sun"): ("2026-12-06", "2026-12-13"),
    (D(2026, 11, 29), "ensi ti"): ("2026-12-01", "2026-12-08"),
    (D(2026, 11, 29), "ensi ke"): ("2026-12-02",),
    (D(2026, 11, 27), "ensi ti"): ("2026-12-01",),
    (D(2026, 12, 1), "ensi ti"): ("2026-12-08",),
    # On that day itself
    (D(2026, 12, 1), "tiistaina"): ("2026-12-01", "2026-12-08"),
    (D(2026, 12, 3), "viime ti"): ("2026-12-01", "2026-11-24"),
    (D(2026, 12, 7), "viime ti"): ("2026-12-01",),
    (D(2026, 12, 7), "viime su"): ("2026-12-06", "2026-11-29"),
    # A week is its working days, of the running one what is left
    (MONDAY, "viikko 50"): ("2026-12-07", "2026-12-08", "2026-12-09", "2026-12-10", "2026-12-11"),
    (D(2026, 12, 3), "this week"): ("2026-12-03", "2026-12-04"),
    (D(2026, 12, 5), "viikko 49"): ("2026-12-05", "2026-12-06"),
}


@pytest.mark.parametrize(("case", "days"), TWO_DAYS.items(), ids=[text for _today, text in TWO_DAYS])
def test_days_to_choose_from(case, days):
    today, text = case
    assert tuple(day.isoformat() for day in read_day(text, today)) == days


UNREAD = {
    "29.2.2027": "day",
    "29.2.": "day",  # the next one would be in 2027, which has none
    "31.4.": "day",
    "0.4.": "day",
    "11/30/2026": "month",
    "9.30": "month",
    "1.1.0001": "year",
    "9999 vk": "year",
    "9999 kk": "year",
    "viikko 54": "week",
    "ti 9.12.2026": "apart",
    "8.12.2026 viikko 49": "apart",
    "²": "invalid",
    "3².11.": "invalid",
    "9" * 5000: "invalid",
    "30.11. " * 1000: "invalid",
    "viikko": "invalid",
    "ensi": "invalid",
    "November 2026": "invalid",
    "aamulla": "invalid",
    "tiistain": "invalid",
    "1.2.3.4": "invalid",
    "": "invalid",
}


@pytest.mark.parametrize(("text", "code"), UNREAD.items(), ids=[text[:20] for text in UNREAD])
def test_what_means_no_day(text, code):
    with pytest.raises(Unread) as caught:
        read_day(text, MONDAY)
    assert caught.value.code == code


@given(day=DAYS, today=TODAYS, look=st.sampled_from(Look), language=st.sampled_from(["fi", "sv", "en"]))
def test_what_is_shown_is_read_back(day, today, look, language):
    with translation.override(language):
        shown = [show(day) for show in (formats.date_only, formats.long_date, formats.day, told_day, str)]
    assert [read_day(text, today, look) for text in shown] == [(day,)] * len(shown)


@given(today=TODAYS, ahead=st.integers(0, 364), language=st.sampled_from(["fi", "sv", "en"]))
def test_a_day_without_a_year_is_read_back(today, ahead, language):
    day, been = today + ahead * datetime.timedelta(days=1), today - ahead * datetime.timedelta(days=1)
    assert read_day(formats.short_day(day, language), today) == (day,)
    assert read_day(formats.short_day(been, language), today, Look.BACK) == (been,)


@given(clock=st.times(), language=st.sampled_from(["fi", "sv", "en"]))
def test_a_shown_time_is_read_back(clock, language):
    minute = clock.replace(second=0, microsecond=0)
    shown = (formats.clock(minute, language), formats.clock_only(minute), f"{minute:%H:%M}", f"{minute:%H%M}")
    assert [read_clock(text) for text in shown] == [minute] * 4


SAID = [word for values in WORDS.values() for row in values.values() for word in row.split("|")]
FIGURES = st.integers(0, 9999).map(str) | st.sampled_from(
    ["30.11.", "1/1", "29.2.", "8.12.2026", "2026-12-08", "²", "٣"]
)
PHRASES = st.lists(st.sampled_from(SAID) | FIGURES, max_size=5).map(" ".join)


@given(text=st.text() | st.text("0123456789./-: ²vk") | PHRASES, today=TODAYS, look=st.sampled_from(Look))
@example(text="1" * 5000, today=MONDAY, look=Look.AHEAD)
def test_nothing_but_unread_is_raised_and_more_days_than_one_have_a_reason(text, today, look):
    try:
        read_clock(text)
    except Unread as unread:
        assert unread.code in {"invalid", "nonexistent"}  # noqa: PT017  # read_clock may well have read it
    try:
        days = read_day(text, today, look)
    except Unread as unread:
        assert unread.code in {"invalid", "day", "month", "year", "week", "apart"}  # noqa: PT017
        return
    same_weekday = len({day.weekday() for day in days}) == 1
    if same_weekday:  # one day, or two a week apart, the nearer one not further than a week
        assert len(days) == 1 or abs(days[1] - days[0]).days == 7
        assert len(days) == 1 or abs(days[0] - today).days < 7
    else:
        assert len({day.isocalendar()[:2] for day in days}) == 1


def test_no_word_stands_for_two_things():
    assert [word for word, count in Counter(SAID).items() if count > 1] == []
    assert [word for word in SAID if word != plain(word)] == []


CLOCKS = {
    ("930", "0930", "9.30", "9:30", "09.30", "9,30", "9 30", "9.30.00", "klo 9.30", "kl. 9.30", "9.30 am"): "09:30",
    ("9", "klo 9", "kello 9", "kl 9", "at 9", "9 am"): "09:00",
    ("0", "0.00", "000", "12 am"): "00:00",
    ("1530", "15.30", "3.30 pm", "3:30PM"): "15:30",
    ("2359",): "23:59",
}


@pytest.mark.parametrize(("text", "clock"), [(text, clock) for texts, clock in CLOCKS.items() for text in texts])
def test_times(text, clock):
    assert f"{read_clock(text):%H:%M}" == clock


@pytest.mark.parametrize("text", ["24", "24.00", "9.75", "2460", "93", "13 pm", "9.30.75"])
def test_times_that_no_day_has(text):
    with pytest.raises(Unread, match="nonexistent"):
        read_clock(text)


@pytest.mark.parametrize("text", ["", "²", "9.1", "aamulla", "9" * 5000, "12345", "9-10", "-9"])
def test_what_means_no_time(text):
    with pytest.raises(Unread, match="invalid"):
        read_clock(text)
