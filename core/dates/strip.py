"""A person's day as a strip: what is taken, and below it the new time. Plain numbers for an SVG of any width."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass

from django.utils import timezone

from core.dates.own_time import Taken
from core.formats import clock_range

ROW, TOP = 32, 28  # pixels
FIRST_HOUR, LAST_HOUR = 8, 16  # shown at least
LATE = 70  # from here on, words stand before the new time


@dataclass(frozen=True)
class Bar:
    """One time, in hundredths of the strip. ``room``: for the words, up to the next one in its row."""

    x: float
    y: int
    width: float
    text: str
    room: float = 0

    @property
    def end(self) -> float:
        """Where it ends."""
        return round(self.x + self.width, 2)


@dataclass(frozen=True)
class Strip:
    """What the picture is made of. ``late``: the new time's words stand before it."""

    height: int
    hours: list[tuple[float, int]]  # place and hour
    bars: list[Bar]
    new: Bar
    late: bool


def strip(busy: list[Taken], begin: datetime.datetime, end: datetime.datetime) -> Strip:
    """The day of ``begin``; what begins earlier or ends later is shown up to the day's edge."""
    day = timezone.localdate(begin)

    def minutes(moment: datetime.datetime) -> int:
        local = timezone.localtime(moment)
        return min(max(0, (local.date() - day).days * 1440 + local.hour * 60 + local.minute), 1440)

    spans = [(minutes(each.starts_at), minutes(each.ends_at)) for each in busy]
    new = minutes(begin), minutes(end)
    first = min(FIRST_HOUR, *(start // 60 for start, _end in [*spans, new]))
    last = max(LAST_HOUR, *(math.ceil(end / 60) for _start, end in [*spans, new]))

    def x(minute: int) -> float:
        return round((minute - first * 60) / (last - first) / 60 * 100, 2)

    rows: list[list[int]] = []  # the numbers of those that stand beside each other
    for number, (start, _end) in enumerate(spans):
        row = next((row for row in rows if spans[row[-1]][1] <= start), None)
        if row is None:
            rows.append([number])
        else:
            row.append(number)
    bars = []
    for n, row in enumerate(rows):
        edges = [*(x(spans[number][0]) for number in row[1:]), 100.0]
        for number, edge in zip(row, edges, strict=True):
            left, right = (x(minute) for minute in spans[number])
            wide, room = round(right - left, 2), round(edge - left, 2)
            bars.append(Bar(left, TOP + n * ROW, wide, busy[number].name or busy[number].what, room))
    left, right = x(new[0]), x(new[1])
    wanted = Bar(left, TOP + len(rows) * ROW, round(right - left, 2), clock_range(begin, end))
    hours = [(x(hour * 60), hour) for hour in range(first, last)]
    return Strip(TOP + (len(rows) + 1) * ROW, hours, bars, wanted, right > LATE)
