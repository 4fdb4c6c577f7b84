"""Which day and which time a text means: a small closed grammar that never guesses (docs/decisions/0023-dates.md).

A text becomes tokens, and the row of their kinds is looked up in `SHAPES`. It means one day, or a few of which the
person chooses; anything else is `Unread`, with what there is to say of it.
"""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.dates.words import CLOCK, WORDS

LONGEST = 60  # characters
FIRST_YEAR, LAST_YEAR = 1900, 2200
WORKING_WEEK = 5
DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)
Days = tuple[datetime.date, ...]


class Look(StrEnum):
    """Where a day lies of which the year is not written, or only the weekday is."""

    AHEAD = "ahead"
    BACK = "back"  # when something was held, was completed


class Unread(Exception):
    """A text that means no day or no time: ``code`` says why, ``params`` what its message needs."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def plain(text: str) -> str:
    """Small letters without dots and rings, figures as ASCII, single spaces. ``²`` stays, and is no figure."""
    parts = unicodedata.normalize("NFD", text.lower())
    kept = (sign for sign in parts if unicodedata.category(sign) != "Mn")
    figures = (str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in kept)
    return " ".join("".join(figures).replace(",", " ").split())


# ---- A text as tokens

Token = tuple[str, Any]  # kind and value; a kind of words.WORDS, or "date": year (its figures or None), month, day
MEANINGS: dict[str, Token] = {
    word: (kind, value) for kind, values in WORDS.items() for value, row in values.items() for word in row.split("|")
}
BETWEEN = re.compile(r"[ /()]*")
TOKEN = re.compile(
    r"(?P<iso>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?![0-9])"
    r"|(?P<date>[0-9]{1,2} ?[./-] ?[0-9]{1,2} ?[./-] ?(?:[0-9]{4}|[0-9]{2})\.?)(?![0-9])"
    r"|(?P<short>[0-9]{1,2} ?[./] ?[0-9]{1,2} ?[./]?)(?![0-9])"
    r"|(?P<figures>[0-9]{1,4})(?![0-9])(?:\.|(?:st|nd|rd|th)(?![a-z]))?"
    rf"|(?P<word>{'|'.join(sorted(map(re.escape, MEANINGS), key=len, reverse=True))})(?![a-z])\.?"
)


def _tokens(text: str) -> Iterator[Token]:
    at = BETWEEN.match(text).end()  # type: ignore[union-attr]  # matches nothing, too
    while at < len(text):
        found = TOKEN.match(text, at)
        if not found:
            raise Unread("invalid")
        figures = re.findall("[0-9]+", found[0])
        match found.lastgroup:
            case "iso":
                yield "date", (figures[0], int(figures[1]), int(figures[2]))
            case "date":
                yield "date", (figures[2], int(figures[1]), int(figures[0]))
            case "short":
                yield "date", (None, int(figures[1]), int(figures[0]))
            case "figures":
                yield "number", int(figures[0])
            case _:
                yield MEANINGS[found["word"]]
        at = BETWEEN.match(text, found.end()).end()  # type: ignore[union-attr]


def _with_dates(tokens: list[Token]) -> list[Token]:
    """30 November 2026 and November 30 2026, with and without the year, as one token."""
    kinds = [kind for kind, _value in tokens]
    if kinds.count("month") != 1:
        return tokens
    at = kinds.index("month")
    start = at - 1 if at and kinds[at - 1] == "number" else at
    rest = [value for kind, value in tokens[at + 1 : at + 3] if kind == "number"]
    numbers = [tokens[start][1], *rest[:1]] if start < at else rest
    if not numbers or numbers[0] > 31:
        return tokens
    year = str(numbers[1]) if len(numbers) == 2 else None
    end = start + 1 + len(numbers)
    return [*tokens[:start], ("date", (year, tokens[at][1], numbers[0])), *tokens[end:]]


# ---- What a row of tokens means


@dataclass(frozen=True)
class _Now:
    today: datetime.date
    look: Look

    @property
    def sign(self) -> int:
        return -1 if self.look is Look.BACK else 1


def _date(now: _Now, date: tuple[str | None, int, int], *, weekday: int | None = None, week: int | None = None) -> Days:
    figures, month, day = date
    if not 1 <= month <= 12:
        raise Unread("month", month=month)
    if figures is None:
        year = now.today.year
        has_been, is_to_come = ((month, day) < now.today.timetuple()[1:3], (month, day) > now.today.timetuple()[1:3])
        year += (has_been and now.look is Look.AHEAD) - (is_to_come and now.look is Look.BACK)
    else:
        year = int(figures)
        if len(figures) == 2:
            year += 1900 if now.look is Look.BACK and 2000 + year > now.today.year else 2000
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unread("year")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise Unread("day", written=f"{day}.{month}.{year}", last=f"{last}.{month}.{year}")
    found = datetime.date(year, month, day)
    if (weekday is not None and weekday != found.weekday()) or (week is not None and week != found.isocalendar().week):
        raise Unread("apart", day=found)
    return (found,)


def _weekday(now: _Now, weekday: int) -> Days:
    """The coming one, or the last one; on such a day either today or a week from it."""
    if weekday == now.today.weekday():
        return now.today, now.today + now.sign * WEEK
    return (_coming(now, weekday),) if now.look is Look.AHEAD else (_previous(now, weekday),)


def _coming(now: _Now, weekday: int) -> datetime.date:
    return now.today + ((weekday - now.today.weekday() - 1) % 7 + 1) * DAY


def _previous(now: _Now, weekday: int) -> datetime.date:
    return now.today - ((now.today.weekday() - weekday - 1) % 7 + 1) * DAY


def _next(now: _Now, weekday: int) -> Days:
    """People differ on what "next Tuesday" is while one is still to come this week, or is hardly two days away."""
    coming = _coming(now, weekday)
    near = weekday > now.today.weekday() or coming - now.today <= 2 * DAY
    return (coming, coming + WEEK) if near else (coming,)


def _last(now: _Now, weekday: int) -> Days:
    previous = _previous(now, weekday)
    near = weekday < now.today.weekday() or now.today - previous <= 2 * DAY
    return (previous, previous - WEEK) if near else (previous,)


def _monday(now: _Now, weeks: int) -> datetime.date:
    return now.today - now.today.weekday() * DAY + weeks * WEEK


def _week(now: _Now, week: int, year: int | None = None, weekday: int | None = None) -> Days:
    """A day of a week; without a weekday its working days, to choose from."""
    if year is None:
        year, this_week, _weekday = now.today.isocalendar()
        year += (week < this_week and now.look is Look.AHEAD) - (week > this_week and now.look is Look.BACK)
    try:
        monday = datetime.date.fromisocalendar(year, week, 1)
    except ValueError:
        raise Unread("week", week=week, year=year) from None
    return (monday + weekday * DAY,) if weekday is not None else _working_days(now, monday)


def _working_days(now: _Now, monday: datetime.date) -> Days:
    """Of the running week what is left of it, or has been of it."""
    days = [monday + n * DAY for n in range(7)]
    if days[0] <= now.today <= days[-1]:
        days = [day for day in days if (day - now.today) * now.sign >= 0 * DAY]
    return tuple(day for day in days if day.weekday() < WORKING_WEEK) or tuple(days)


def _away(now: _Now, sign: int, number: int, unit: str) -> Days:
    number *= sign
    if unit == "months":
        year, month = divmod(now.today.year * 12 + now.today.month - 1 + number, 12)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Unread("year")
        return (datetime.date(year, month + 1, min(now.today.day, calendar.monthrange(year, month + 1)[1])),)
    return (now.today + number * (WEEK if unit == "weeks" else DAY),)


Shape = Callable[..., Days]
SHAPES: dict[str, Shape] = {
    "date": _date,
    "weekday date": lambda now, weekday, date: _date(now, date, weekday=weekday),
    "date weeks number": lambda now, date, _w, week: _date(now, date, week=week),
    "weekday date weeks number": lambda now, weekday, date, _w, week: _date(now, date, weekday=weekday, week=week),
    "away": lambda now, days: (now.today + days * DAY,),
    "weekday": _weekday,
    "coming weekday": lambda now, _c, weekday: _weekday(_Now(now.today, Look.AHEAD), weekday),
    "next weekday": lambda now, _n, weekday: _next(now, weekday),
    "last weekday": lambda now, _l, weekday: _last(now, weekday),
    "latest": lambda now, weekday: (_previous(now, weekday),),
    "of_week": lambda now, weeks: _working_days(now, _monday(now, weeks)),
    "of_week weekday": lambda now, weeks, weekday: (_monday(now, weeks) + weekday * DAY,),
    "weekday of_week": lambda now, weekday, weeks: (_monday(now, weeks) + weekday * DAY,),
    "weeks number": lambda now, _w, week: _week(now, week),
    "weeks number number": lambda now, _w, week, year: _week(now, week, year),
    "weeks number weekday": lambda now, _w, week, weekday: _week(now, week, weekday=weekday),
    "weekday weeks number": lambda now, weekday, _w, week: _week(now, week, weekday=weekday),
    "weekday weeks number number": lambda now, weekday, _w, week, year: _week(now, week, year, weekday),
}


def _lengths(unit: str) -> dict[str, Shape]:
    """2 weeks, in 2 weeks, 2 viikon päästä, viikon päästä; 2 weeks ago, viikko sitten."""
    return {
        f"number {unit}": lambda now, number, _u: _away(now, now.sign, number, unit),
        f"in number {unit}": lambda now, _i, number, _u: _away(now, 1, number, unit),
        f"number {unit} later": lambda now, number, _u, _l: _away(now, 1, number, unit),
        f"{unit} later": lambda now, _u, _l: _away(now, 1, 1, unit),
        f"number {unit} ago": lambda now, number, _u, _a: _away(now, -1, number, unit),
        f"{unit} ago": lambda now, _u, _a: _away(now, -1, 1, unit),
    }


SHAPES |= _lengths("days") | _lengths("weeks") | _lengths("months")


def read_day(text: str, today: datetime.date, look: Look = Look.AHEAD) -> Days:
    """The day that a text means, seen from today, or the days of which one has to be chosen."""
    if len(text) > LONGEST:
        raise Unread("invalid")
    tokens = _with_dates([token for token in _tokens(plain(text)) if token[0]])
    shape = SHAPES.get(" ".join(kind for kind, _value in tokens))
    if not shape:
        raise Unread("invalid")
    days = shape(_Now(today, look), *(value for _kind, value in tokens))
    if not FIRST_YEAR <= min(days).year <= max(days).year <= LAST_YEAR:
        raise Unread("year")
    return days


# ---- Times

TIME = re.compile(
    rf"(?:(?:{'|'.join(CLOCK)})\.? ?)?"
    r"(?:(?P<hour>[0-9]{1,2})(?: ?[.: ] ?(?P<minute>[0-9]{2})(?:[.:](?P<second>[0-9]{2}))?)?"
    r"|(?P<run>[0-9]{3,4}))"
    r"(?: ?(?P<half>am|pm|a\.m\.|p\.m\.))?"
)


def read_clock(text: str) -> datetime.time:
    """The time that a text means, 24 hours: 930, 9.30, 9:30, 9, klo 9, 9 pm."""
    found = TIME.fullmatch(plain(text)) if len(text) <= LONGEST else None
    if not found:
        raise Unread("invalid")
    run, half = found["run"], found["half"]
    hour, minute = (int(run[:-2]), int(run[-2:])) if run else (int(found["hour"]), int(found["minute"] or 0))
    if half and not 1 <= hour <= 12:
        raise Unread("nonexistent")
    if half:
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    if hour > 23 or minute > 59 or int(found["second"] or 0) > 59:
        raise Unread("nonexistent")
    return datetime.time(hour, minute)
