"""Dates, times and numbers as Finland writes them, in Finnish, Swedish and English (domain.md §5).

The folders beside hold Django's own format settings; the functions here make what templates, mail and PDFs show.
All take local or aware values and an optional language; times are 24-hour with a dot.
"""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import TypeVar

from django.utils import timezone, translation
from django.utils.text import get_text_list

Value = TypeVar("Value", datetime.date, datetime.datetime, datetime.time, datetime.time | datetime.datetime)

WEEKDAYS = {
    "fi": ["ma", "ti", "ke", "to", "pe", "la", "su"],
    "sv": ["mån", "tis", "ons", "tors", "fre", "lör", "sön"],
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
}
ON_WEEKDAYS = {  # what comes back every week
    "fi": [
        "maanantaisin",
        "tiistaisin",
        "keskiviikkoisin",
        "torstaisin",
        "perjantaisin",
        "lauantaisin",
        "sunnuntaisin",
    ],
    "sv": ["måndagar", "tisdagar", "onsdagar", "torsdagar", "fredagar", "lördagar", "söndagar"],
    "en": ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"],
}
BEFORE_WEEKDAYS = {"fi": "", "sv": "på ", "en": "on "}
MONTHS = {
    "fi": [
        "tammikuuta",
        "helmikuuta",
        "maaliskuuta",
        "huhtikuuta",
        "toukokuuta",
        "kesäkuuta",
        "heinäkuuta",
        "elokuuta",
        "syyskuuta",
        "lokakuuta",
        "marraskuuta",
        "joulukuuta",
    ],
    "sv": [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
BEFORE_CLOCK = {"fi": "klo\N{NO-BREAK SPACE}", "sv": "kl.\N{NO-BREAK SPACE}", "en": ""}  # a line never ends in klo


def _language(language: str | None) -> str:
    if language in WEEKDAYS:
        return language
    wanted = (language or translation.get_language() or "fi")[:2]
    return wanted if wanted in WEEKDAYS else "fi"


def _local(value: Value) -> Value:
    """An aware moment as Finland's clocks show it; everything else as it is."""
    if isinstance(value, datetime.datetime) and value.tzinfo is not None:
        return value.astimezone(timezone.get_default_timezone())
    return value


def date_only(value: datetime.date, language: str | None = None) -> str:
    """3.12.2026; English: 3 December 2026."""
    return _date(_local(value), _language(language))


def _date(value: datetime.date, language: str) -> str:
    if language == "en":
        return f"{value.day} {MONTHS['en'][value.month - 1]} {value.year}"
    return f"{value.day}.{value.month}.{value.year}"


def long_date(value: datetime.date, language: str | None = None) -> str:
    """3. joulukuuta 2026; 3 december 2026; 3 December 2026."""
    language, value = _language(language), _local(value)
    dot = "." if language == "fi" else ""
    return f"{value.day}{dot} {MONTHS[language][value.month - 1]} {value.year}"


def day(value: datetime.date, language: str | None = None) -> str:
    """to 3.12.2026; tors 3.12.2026; Thu 3 December 2026."""
    return _day(_local(value), _language(language))


def _day(value: datetime.date, language: str) -> str:
    return f"{WEEKDAYS[language][value.weekday()]} {_date(value, language)}"


def short_day(value: datetime.date, language: str | None = None) -> str:
    """Without the year: ke 18.5.; ons 18.5; Wed 18 May."""
    language, value = _language(language), _local(value)
    weekday = WEEKDAYS[language][value.weekday()]
    if language == "en":
        return f"{weekday} {value.day} {MONTHS['en'][value.month - 1]}"
    return f"{weekday} {value.day}.{value.month}{'.' if language == 'fi' else ''}"


def on_weekdays(days: Iterable[int], language: str | None = None) -> str:
    """keskiviikkoisin ja perjantaisin; på onsdagar och fredagar; on Wednesdays and Fridays. 0 is Monday."""
    language = _language(language)
    with translation.override(language):
        names = get_text_list([ON_WEEKDAYS[language][number] for number in days], translation.gettext("and"))
    return BEFORE_WEEKDAYS[language] + names


def _digits(value: datetime.time | datetime.datetime, *, whole_hours: bool = False) -> str:
    return f"{value.hour}" if whole_hours and not value.minute else f"{value.hour}.{value.minute:02}"


def clock(value: datetime.time | datetime.datetime, language: str | None = None) -> str:
    """klo 9.15; kl. 9.15; 9.15."""
    return BEFORE_CLOCK[_language(language)] + _digits(_local(value))


def clock_only(value: datetime.time | datetime.datetime, language: str | None = None) -> str:
    """9.15, in every language: in a programme's column of times."""
    return _digits(_local(value))


def clock_range(start: datetime.datetime, end: datetime.datetime, language: str | None = None) -> str:
    """klo 9.15–15; kl. 9.15–15; 9.15–15. From a whole hour to a whole hour: klo 13–15."""
    start, end = _local(start), _local(end)
    begins = _digits(start, whole_hours=not end.minute)
    return f"{BEFORE_CLOCK[_language(language)]}{begins}–{_digits(end, whole_hours=True)}"


def moment(value: datetime.datetime, language: str | None = None) -> str:
    """to 3.12.2026 klo 9.15; tors 3.12.2026 kl. 9.15; Thu 3 December 2026 9.15."""
    language, value = _language(language), _local(value)
    return f"{_day(value, language)} {BEFORE_CLOCK[language]}{_digits(value)}"


def date_range(start: datetime.date, end: datetime.date, language: str | None = None) -> str:
    """18.–20.5.2016; 18–20.5.2016; 18–20 May 2016; over months 30.4.–2.5.2016."""
    language, start, end = _language(language), _local(start), _local(end)
    if start == end:
        return date_only(end, language)
    dot = "." if language == "fi" else ""
    if start.year != end.year:
        return f"{date_only(start, language)} – {date_only(end, language)}"
    if language == "en":
        month = "" if start.month == end.month else f" {MONTHS['en'][start.month - 1]}"
        return f"{start.day}{month}{' – ' if month else '–'}{date_only(end, language)}"
    month = dot if start.month == end.month else f".{start.month}{dot}"
    return f"{start.day}{month}–{date_only(end, language)}"


def number(value: int | float | Decimal, places: int = 0, language: str | None = None) -> str:
    """45 000; 48,7; English: 45,000; 48.7."""
    text = f"{value:,.{places}f}"
    return text if _language(language) == "en" else text.replace(",", "\xa0").replace(".", ",")


def euros(value: int | Decimal, language: str | None = None) -> str:
    """1 234,50 €; English: €1,234.50."""
    text = number(value, 2, language)
    return f"€{text}" if _language(language) == "en" else f"{text}\xa0€"
