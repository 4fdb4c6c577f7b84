"""The annual clock as a picture: where each event's arcs and names stand. The template only draws.

A name bends along its arc, letter by letter, since what draws papers knows no text on a path. Where it does not fit, a
short name stands there, and where that does not fit either, the number that the list has.

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

from core.names import list_key
from workshops.clock.models import ClockEvent
from workshops.clock.short_names import short_name

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
MARGIN = 0.9  # degrees free at each end of an arc
LARGEST, READABLE, LEAST = 16.0, 12.5, 10.5  # sizes of letters, in a picture of 700
SMALL = 0.34  # half the height of a letter, in sizes
# how wide a letter of the bold face is, in hundredths of its size
WIDTHS = {
    letter: width / 100
    for width, letters in {
        20: " ", 28: "ijl", 32: "I.,-:/", 36: "f()", 40: "rt", 44: "sš", 48: "czž–", 56: "bdhknopquöAESTVXZÅÄ",
        60: "BCKPR", 64: "DG", 68: "HNOQUÖ&", 76: "wM", 80: "W", 84: "m",
    }.items()
    for letter in letters
}  # fmt: skip
OTHER = 0.52


def disc(lane: float) -> float:
    """The radius of a number's disc in lanes of this width: wider than the lane, since neighbours step aside."""
    return round(min(19.0, lane * 0.66), 1)


def thickness(lane: float) -> float:
    """The width of an arc in a lane."""
    return round(lane * 0.86, 1)


def point(radius: float, degrees: float) -> tuple[float, float]:
    """A point of the face; 0 degrees is the top."""
    turn = math.radians(degrees)
    return round(CENTRE + radius * math.sin(turn), 1), round(CENTRE - radius * math.cos(turn), 1)


def slice_of(inner: float, outer: float, start: float, end: float) -> str:
    """The path of a piece of a ring."""
    (x, y), (in_x, in_y) = point(outer, start), point(inner, end)
    to_x, to_y = point(outer, end)
    back_x, back_y = point(inner, start)
    far = int(end - start > 180)
    there, back = f"A{outer:g} {outer:g} 0 {far} 1 {to_x} {to_y}", f"A{inner:g} {inner:g} 0 {far} 0 {back_x} {back_y}"
    return f"M{x} {y}{there}L{in_x} {in_y}{back}Z"


def width_of(name: str) -> float:
    """How long a name is, in sizes of its letters."""
    return sum(WIDTHS.get(letter, OTHER) for letter in name)


@dataclass(frozen=True)
class Bent:
    """A name along an arc: where each of its letters begins and how it is turned, as SVG has them."""

    text: str
    size: float
    xs: str
    ys: str
    turns: str


def bend(name: str, size: float, radius: float, middle: float) -> Bent:
    """A name with its middle at an angle: never upside down, so in the lower half it runs the other way round."""
    under = 90 < middle % 360 < 270
    way = -1 if under else 1
    baseline = radius - way * SMALL * size
    at = middle - way * math.degrees(width_of(name) * size / 2 / radius)
    places, turns = [], []
    for letter in name:
        step = math.degrees(WIDTHS.get(letter, OTHER) * size / radius)
        places.append(point(baseline, at))
        turns.append(f"{(at + way * step / 2 + (180 if under else 0)) % 360:.1f}")
        at += way * step
    xs, ys = (" ".join(f"{place[axis]:g}" for place in places) for axis in (0, 1))
    return Bent(name, size, xs, ys, " ".join(turns))


def fitting(names: Iterable[str], room: float, largest: float) -> tuple[str, float] | None:
    """The first of these names that can be read well in this room, or the one that can be read best; None: not one."""
    sizes = [(name, min(largest, math.floor(10 * room / width_of(name)) / 10)) for name in names if name]
    well = next((found for found in sizes if found[1] >= READABLE), None)
    best = well or max(sizes, key=lambda found: found[1], default=None)
    return best if best and best[1] >= LEAST else None


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
    wedge: str  # its piece of all lanes


@dataclass(frozen=True)
class Spot:
    """Where an event's number stands."""

    x: float
    y: float


@dataclass
class DrawnEvent:
    """One event: its arcs with its name, or else its number. A whole year is a circle, dotted by its weekly rhythm."""

    event: ClockEvent
    number: int
    radius: float = 0
    arcs: list[str] = field(default_factory=list)
    whole: bool = False
    dots: str = ""  # dash pattern of a weekly rhythm
    names: list[Bent] = field(default_factory=list)
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
        key=lambda e: (rings.index(ClockEvent.Ring(e.ring)), e.all_year, _first(e), list_key(e.title.text), str(e.pk)),
    )


def _first(event: ClockEvent) -> int:
    return min(event.months, default=1)


def face(events: Iterable[ClockEvent], day: datetime.date) -> Face:
    """The picture of these events on a day."""
    drawn = [DrawnEvent(event, number) for number, event in enumerate(in_order(events), 1)]
    lanes = {ring: _lanes([one for one in drawn if one.event.ring == ring]) for ring in ClockEvent.Ring}
    count = max(1, sum(len(found) for found in lanes.values()))
    lane = round(min(WIDEST, (BAND_OUT - HUB - GAP * 2) / count), 1)
    crowd = [sum(month in one.event.months for one in drawn if not one.event.all_year) for month in range(1, 13)]
    quiet = crowd.index(min(crowd)) + 1
    bands, radius = [], float(BAND_OUT)
    for ring, found in lanes.items():
        if not found:
            continue
        width = lane * len(found)
        bands.append((ring.value, round(radius - width / 2, 1), round(width, 1)))
        for place, row in enumerate(found):
            for one in row:
                _place(one, round(radius - lane * (place + 0.5), 1), place, lane, quiet)
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


def _place(one: DrawnEvent, radius: float, place: int, lane: float, quiet: int) -> None:
    """Where it lies; ``quiet`` is the month with the least in it.

    Numbers in lanes side by side step aside along their arcs, each second one the other way.
    """
    one.radius = radius
    if one.event.all_year:
        one.whole = True
        if one.event.weekdays:
            step = 2 * math.pi * radius / (52 * len(one.event.weekdays))
            one.dots = f"0.1 {step - 0.1:.2f}"
        if one.event.weekdays or not _named(one, radius, 0, 90, lane):
            one.spots = [Spot(*point(radius, quiet * 30 - 15))]
        return
    for first, length in one.event.runs:
        start, end = (first - 1) * 30 + MARGIN, (first - 1 + length) * 30 - MARGIN
        half = thickness(lane) / 2
        one.arcs.append(slice_of(round(radius - half, 1), round(radius + half, 1), start, end))
        if not _named(one, radius, (start + end) / 2, end - start, lane):
            aside = min((end - start) / 2, math.degrees(disc(lane) * 0.8 / radius)) * (-1) ** place
            one.spots.append(Spot(*point(radius, (start + end) / 2 + aside)))


def _named(one: DrawnEvent, radius: float, middle: float, degrees: float, lane: float) -> bool:
    """Bend the name along the arc, if it or a short one fits."""
    title = one.event.title.text
    short = short_name(one.event.code)
    room = math.radians(degrees) * radius - 8
    found = fitting((title, short), room, min(LARGEST, lane * 0.58))
    if found is not None:
        one.names.append(bend(found[0], found[1], radius, middle))
    return found is not None


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
                slice_of(HUB, MONTHS_IN, start, start + 30),
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
