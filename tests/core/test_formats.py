"""Dates, times and numbers as domain.md §5 wants them, in three languages."""

import datetime

import pytest
from django.template import engines
from django.utils import formats as django_formats
from django.utils import translation

from core import formats

DAY = datetime.date(2016, 5, 18)
MOMENT = datetime.datetime(2016, 5, 18, 6, 15, tzinfo=datetime.UTC)  # 9.15 in Finland

SHOWN = {
    "fi": {
        "date_only": "18.5.2016",
        "long_date": "18. toukokuuta 2016",
        "day": "ke 18.5.2016",
        "short_day": "ke 18.5.",
        "clock": "klo\xa09.15",
        "moment": "ke 18.5.2016 klo\xa09.15",
    },
    "sv": {
        "date_only": "18.5.2016",
        "long_date": "18 maj 2016",
        "day": "ons 18.5.2016",
        "short_day": "ons 18.5",
        "clock": "kl.\xa09.15",
        "moment": "ons 18.5.2016 kl.\xa09.15",
    },
    "en": {
        "date_only": "18 May 2016",
        "long_date": "18 May 2016",
        "day": "Wed 18 May 2016",
        "short_day": "Wed 18 May",
        "clock": "9.15",
        "moment": "Wed 18 May 2016 9.15",
    },
}


@pytest.mark.parametrize("language", SHOWN)
def test_filters(language):
    source = "|".join(f"{{{{ m|{name} }}}}" for name in SHOWN[language])
    with translation.override(language):
        assert engines["jinja2"].from_string(source).render({"m": MOMENT}).split("|") == list(SHOWN[language].values())
        assert engines["jinja2"].from_string(source).render({"m": None}) == "|" * 5
    for name, shown in SHOWN[language].items():
        assert getattr(formats, name)(MOMENT, language) == shown


def test_a_moment_is_shown_in_local_time_on_both_sides_of_midnight():
    late = datetime.datetime(2026, 12, 2, 22, 5, tzinfo=datetime.UTC)
    assert formats.moment(late, "fi") == "to 3.12.2026 klo\xa00.05"
    assert formats.date_only(late, "fi") == "3.12.2026"


def test_weekdays():
    monday = datetime.date(2026, 11, 30)
    week = [monday + datetime.timedelta(days=number) for number in range(7)]
    shown = {language: [formats.day(day, language).split()[0] for day in week] for language in ("fi", "sv")}
    assert shown == {"fi": "ma ti ke to pe la su".split(), "sv": "mån tis ons tors fre lör sön".split()}  # noqa: SIM905


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        ([0], ["maanantaisin", "på måndagar", "on Mondays"]),
        ([2, 4], ["keskiviikkoisin ja perjantaisin", "på onsdagar och fredagar", "on Wednesdays and Fridays"]),
        (
            [1, 5, 6],
            [
                "tiistaisin, lauantaisin ja sunnuntaisin",
                "på tisdagar, lördagar och söndagar",
                "on Tuesdays, Saturdays and Sundays",
            ],
        ),
    ],
)
def test_what_comes_back_on_weekdays(days, shown):
    assert [formats.on_weekdays(days, language) for language in ("fi", "sv", "en")] == shown


def test_ranges():
    end = datetime.date(2016, 5, 20)
    assert [formats.date_range(DAY, end, language) for language in SHOWN] == [
        "18.–20.5.2016",
        "18–20.5.2016",
        "18–20 May 2016",
    ]
    june = datetime.date(2016, 6, 2)
    assert [formats.date_range(DAY, june, language) for language in SHOWN] == [
        "18.5.–2.6.2016",
        "18.5–2.6.2016",
        "18 May – 2 June 2016",
    ]
    later = datetime.date(2017, 1, 2)
    assert formats.date_range(DAY, later, "fi") == "18.5.2016 – 2.1.2017"
    assert formats.date_range(DAY, DAY, "fi") == "18.5.2016"
    hours = MOMENT, MOMENT + datetime.timedelta(hours=5, minutes=45)
    shown = [formats.clock_range(*hours, language) for language in SHOWN]
    assert shown == ["klo\xa09.15–15", "kl.\xa09.15–15", "9.15–15"]
    assert formats.clock_range(MOMENT, MOMENT + datetime.timedelta(minutes=30), "fi") == "klo\xa09.15–9.45"
    nine = MOMENT - datetime.timedelta(minutes=15)
    lengths = (datetime.timedelta(hours=6), datetime.timedelta(minutes=45))
    shown = [formats.clock_range(nine, nine + length, "fi") for length in lengths]
    assert shown == ["klo\xa09–15", "klo\xa09.00–9.45"]


DJANGO = {
    "fi": ["18. toukokuuta 2016", "18.5.2016", "18. toukokuuta", "9.15", "45\xa0000", "48,7"],
    "sv": ["18 maj 2016", "18.5.2016", "18 maj", "9.15", "45\xa0000", "48,7"],
    "en": ["18 May 2016", "18 May 2016", "18 May", "9.15", "45,000", "48.7"],
}


@pytest.mark.parametrize("language", DJANGO)
def test_djangos_own_formats(language):
    with translation.override(language):
        assert [
            django_formats.date_format(DAY),
            django_formats.date_format(DAY, "SHORT_DATE_FORMAT"),
            django_formats.date_format(DAY, "MONTH_DAY_FORMAT"),
            django_formats.time_format(datetime.time(9, 15)),
            django_formats.number_format(45000, force_grouping=True),
            django_formats.number_format(48.7),
        ] == DJANGO[language]
        assert django_formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_deleted_on():
    with translation.override("en"):
        template = engines["jinja2"].from_string("{{ d|deleted_on }}")
        assert template.render({"d": datetime.date(2028, 6, 30)}) == "Deleted on 30 June 2028."
