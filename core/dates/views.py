"""What is told of a text that somebody writes into the field of a day or a time. Nothing is stored or logged."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.dates import own_time
from core.dates.reading import Look
from core.dates.strip import strip
from core.dates.told import Told
from core.fields import ClockField, DayField, DayInput, moment
from core.formats import clock_only, clock_range, short_day
from core.numbers import whole_number

if TYPE_CHECKING:
    from core.request import Request

NAME = re.compile(r"[\w-]{1,60}")
LONGEST = 24 * 60  # minutes
USUAL = 60  # where no length is asked
LATEST_START = datetime.time(20)  # what is proposed instead begins by then


def _name(request: Request, part: str) -> str:
    """The name of the field of this part; the page says it, since a form may hold several days."""
    name = request.GET.get(f"_{part}", "")
    if name and not NAME.fullmatch(name):
        raise Http404
    return name


def _value(request: Request, part: str) -> str:
    return request.GET.get(_name(request, part), "")


def _day(request: Request) -> datetime.date | None:
    try:
        return DayField().to_python(DayInput().value_from_datadict(request.GET, {}, _name(request, "day")))
    except ValidationError:
        return None


def _clock(request: Request, part: str) -> datetime.time | None:
    try:
        return ClockField().to_python(_value(request, part))
    except ValidationError:
        return None


def _length(request: Request, start: datetime.time) -> datetime.timedelta | None:
    """How long it takes, if the page asks."""
    asked = _value(request, "minutes") or request.GET.get("_length", "")
    if minutes := whole_number(asked, most=LONGEST, otherwise=0):
        return datetime.timedelta(minutes=minutes)
    until = _clock(request, "until")
    if until and until > start:
        return datetime.timedelta(hours=until.hour - start.hour, minutes=until.minute - start.minute)
    return None


@require_GET
def day_told(request: Request) -> HttpResponse:
    """The day that a text means, the days of which one has to be chosen, or what to write instead."""
    look = request.GET.get("_look", "")
    return _told(request, DayField(look=Look(look) if look in list(Look) else Look.AHEAD))


@require_GET
def clock_told(request: Request) -> HttpResponse:
    """The time that a text means, to its end if the length is known, or what to write instead."""
    told = None
    start = _clock(request, "of")
    if start is not None and (day := _day(request)):
        try:
            begin = moment(day, start)
        except ValidationError as error:
            told = Told(problem=error.messages[0])
        else:
            if length := _length(request, start):
                told = Told(text=clock_range(begin, begin + length))
    return _told(request, ClockField(), told)


def _told(request: Request, field: DayField | ClockField, told: Told | None = None) -> HttpResponse:
    text = _value(request, "of")
    told = told or field.told(text)
    if told == Told():
        try:
            field.to_python(text)
        except ValidationError as error:
            told = Told(problem=error.messages[0])
    return render(request, "dates/told.html", {"told": told, "name": _name(request, "of")})


@require_GET
def own_day(request: Request) -> HttpResponse:
    """What the person themselves has on that day; as a picture if it clashes with the time.

    Where two may sit at one screen (``_two``) it says what, and not with whom: that others talk is theirs alone.
    """
    day, start = _day(request), _clock(request, "clock")
    if day is None:
        return HttpResponse()
    midnight = timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
    tomorrow = timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time()))
    busy = own_time.taken(request.user, midnight, tomorrow, without=request.GET.get("_own", ""))
    two = request.GET.get("_two", "") == "1"
    if two:
        busy = [replace(each, name="") for each in busy]
    rows = [(each.title, clock_range(each.starts_at, each.ends_at)) for each in busy]
    context: dict[str, Any] = {
        "day": short_day(day),
        "two": two,
        "rows": rows,
        "strip": None,
        "clashes": [],
        "wanted": "",
        "free": "",
    }
    context["clock_name"] = _name(request, "clock")
    if busy and start is not None:
        try:
            begin = moment(day, start)
        except ValidationError:
            return HttpResponse()
        length = _length(request, start) or datetime.timedelta(minutes=USUAL)
        clashes = [row for each, row in zip(busy, rows, strict=True) if each.overlaps(begin, begin + length)]
        if clashes:
            free = timezone.localtime(own_time.free_from(busy, begin, length))
            context |= {"clashes": clashes, "strip": strip(busy, begin, begin + length), "wanted": clock_only(begin)}
            context["free"] = clock_only(free) if free.date() == day and free.time() <= LATEST_START else ""
    return render(request, "dates/own_day.html", context)
