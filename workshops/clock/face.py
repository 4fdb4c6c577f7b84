"""The annual clock as a picture: where each event's arcs and numbers stand. The template only draws.

January begins at the top and the year goes clockwise, thirty degrees to a month. The outer band is strategic, the inner
one operational; in a band each level has its own lanes, and events of the same months lie in lanes side by side.
"""

from __future__ import annotations

import calendar
import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import get_language

from core.names import sort_key
from workshops.clock.models import ClockEvent

SHORT_MONTHS = {
    "fi": ["tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu"],
    "sv": ["jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
CENTRE = 350
RIM, MONTHS_OUT, MONTHS_IN = 346, 342, 298
BAND_OUT, HUB = 290, 74  # between them lie the lanes
GAP = 10  # between the bands
WIDEST = 40
MARGIN = 2.2  # degrees free at each end of an arc


def disc(lane: float) -> float:
    """The radius of a number's disc in lanes of this width: wider than the lane, since neighbours step aside."""
    return round(min(19.0, lane * 0.66), 1)


def thickness(lane: float) -> float:
    """The width of an arc in a lane."""
    return round(lane * 0.62, 1)


def point(radius: float, degrees: float) -> tuple[float, float]:
    """A point of the face; 0 degrees is the top."""
    turn = math.radians(degrees)
    return round(CENTRE + radius * math.sin(turn), 1), round(CENTRE - radius * math.cos(turn), 1)


def arc(radius: float, start: float, end: float) -> str:
    """The path of an arc from one angle to another, clockwise."""
    (x, y), (to_x, to_y) = point(radius, start), point(radius, end)
    return f"M{x} {y}A{radius:g} {radius:g} 0 {int(end - start > 180)} 1 {to_x} {to_y}"


def slice_of(inner: float, outer: float, start: float, end: float) -> str:
    """The path of a piece of a ring."""
    (x, y), (in_x, in_y) = point(outer, start), point(inner, end)
    to_x, to_y = point(outer, end)
    back_x, back_y = point(inner, start)
    return (
        f"M{x} {y}A{outer:g} {outer:g} 0 0 1 {to_x} {to_y}L{in_x} {in_y}A{inner:g} {inner:g} 0 0 0 {back_x} {back_y}Z"
    )


@dataclass(frozen=True)
class Month:
    """One of the twelve: its piece of the rim and where its name stands, never upside down."""

    name: str
    path: str
    x: float
    y: float
    turn: float
    now: bool
    line: tuple[float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """Where an event's number stands."""

    x: float
    y: float


@dataclass
class DrawnEvent:
    """One event: its number, its arcs, and its spots. A whole year is a circle, dotted when it has a weekly rhythm."""

    event: ClockEvent
    number: int
    radius: float = 0
    arcs: list[str] = field(default_factory=list)
    whole: bool = False
    dots: str = ""  # dash pattern of a weekly rhythm
    spots: list[Spot] = field(default_factory=list)


@dataclass
class Face:
    """All that is drawn. ``lane`` is the width of a lane."""

    months: list[Month]
    drawn: list[DrawnEvent]
    bands: list[tuple[str, float, float]]  # ring, middle radius, width
    hand: tuple[float, float, float, float]
    year: int
    lane: float

    @property
    def disc(self) -> float:
        """The radius of a number's disc."""
        return disc(self.lane)

    @property
    def thick(self) -> float:
        """The width of an arc."""
        return thickness(self.lane)

    @property
    def letters(self) -> float:
        """The size of a number."""
        return round(self.disc * 1.28, 1)

    @property
    def drop(self) -> float:
        """How far under its middle a number's line stands."""
        return round(self.letters * 0.35, 1)


def in_order(events: Iterable[ClockEvent]) -> list[ClockEvent]:
    """As the list is numbered: by ring, then through the year from January, then by name in Finnish order."""
    rings = list(ClockEvent.Ring)
    return sorted(
        events,
        key=lambda e: (rings.index(ClockEvent.Ring(e.ring)), e.all_year, _first(e), sort_key(e.title.text), str(e.pk)),
    )


def _first(event: ClockEvent) -> int:
    return min(event.months, default=1)


def face(events: Iterable[ClockEvent], day: datetime.date) -> Face:
    """The picture of these events on a day."""
    drawn = [DrawnEvent(event, number) for number, event in enumerate(in_order(events), 1)]
    lanes = {ring: _lanes([one for one in drawn if one.event.ring == ring]) for ring in ClockEvent.Ring}
    count = max(1, sum(len(found) for found in lanes.values()))
    lane = round(min(WIDEST, (BAND_OUT - HUB - GAP * 2) / count), 1)
    bands, radius = [], float(BAND_OUT)
    for ring, found in lanes.items():
        if not found:
            continue
        width = lane * len(found)
        bands.append((ring.value, round(radius - width / 2, 1), round(width, 1)))
        for place, row in enumerate(found):
            for one in row:
                _place(one, round(radius - lane * (place + 0.5), 1), place, lane)
        radius -= width + GAP
    return Face(_months(day), drawn, bands, _hand(day), day.year, lane)


def _lanes(drawn: list[DrawnEvent]) -> list[list[DrawnEvent]]:
    """The events of a ring in lanes: levels from the outside in, and in a lane none over another's months."""
    found: list[list[DrawnEvent]] = []
    for level in ClockEvent.Level:
        own: list[tuple[set[int], list[DrawnEvent]]] = []
        rows = [one for one in drawn if one.event.level == level]
        for one in sorted(rows, key=lambda one: (not one.event.all_year, one.number)):
            months = set(range(1, 13)) if one.event.all_year else set(one.event.months)
            free = next((lane for lane in own if not lane[0] & months), None)
            if free is None:
                own.append((months, [one]))
            else:
                free[0].update(months)
                free[1].append(one)
        found += [row for _months, row in own]
    return found


def _place(one: DrawnEvent, radius: float, place: int, lane: float) -> None:
    """Where it lies. Numbers in lanes side by side step aside along their arcs, each second one the other way."""
    one.radius = radius
    if one.event.all_year:
        one.whole = True
        at = 15 + 60 * place  # numbers of whole circles are not all in one line
        if one.event.weekdays:
            step = 2 * math.pi * radius / (52 * len(one.event.weekdays))
            one.dots = f"0.1 {step - 0.1:.2f}"
        one.spots = [Spot(*point(radius, at)), Spot(*point(radius, at + 180))]
        return
    for first, length in one.event.runs:
        start, end = (first - 1) * 30 + MARGIN, (first - 1 + length) * 30 - MARGIN
        cap = math.degrees(thickness(lane) / 2 / radius)  # the line has round ends
        one.arcs.append(arc(radius, start + cap, end - cap))
        aside = min((end - start) / 2 - cap, math.degrees(disc(lane) * 0.8 / radius)) * (-1) ** place
        one.spots.append(Spot(*point(radius, (start + end) / 2 + aside)))


def _months(day: datetime.date) -> list[Month]:
    names = SHORT_MONTHS[(get_language() or "fi")[:2]]
    found = []
    for place, name in enumerate(names):
        start, middle = place * 30, place * 30 + 15
        upside = 90 < middle < 270
        x, y = point((MONTHS_IN + MONTHS_OUT) / 2, middle)
        found.append(
            Month(
                name,
                slice_of(MONTHS_IN, MONTHS_OUT, start, start + 30),
                x,
                y,
                middle + 180 if upside else middle,
                place + 1 == day.month,
                (*point(HUB, start), *point(MONTHS_IN, start)),
            )
        )
    return found


def _hand(day: datetime.date) -> tuple[float, float, float, float]:
    """Today's line from the hub to the rim: a leap day has its place in a longer February."""
    degrees = angle(day)
    return (*point(HUB, degrees), *point(MONTHS_IN, degrees))


def angle(day: datetime.date) -> float:
    """Where a day stands on the face."""
    return (day.month - 1) * 30 + (day.day - 0.5) / calendar.monthrange(day.year, day.month)[1] * 30
