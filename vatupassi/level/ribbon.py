"""One's own history of a question as a ribbon through time: plain data, in the units of its drawing on the server.

True distance between days. The curve is a monotone cubic (Fritsch and Carlson, in Steffen's form): between two marks it
never rises above the higher or falls below the lower one. Where the question was not marked the ribbon has a gap.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 358, 146
FIRST, LAST = 40, 322  # where the first day stands, and today
MIDDLE, GAP = 62, 15
SHORTEST = datetime.timedelta(days=60)  # what the whole width means at least
YEAR_ROOM, TODAY_ROOM = 40, 56  # of a year's number, and of the word at the end

Point = tuple[float, float]


@dataclass(frozen=True)
class Bubble:
    """A day on which it was marked."""

    x: float
    y: float
    is_newest: bool


@dataclass(frozen=True)
class Ribbon:
    """The drawing of one question."""

    paths: tuple[str, ...]  # a piece for each stretch without a gap
    bubbles: tuple[Bubble, ...]
    years: tuple[tuple[float, str], ...]  # where each begins; without a number where there is no room for it
    first_day: datetime.date | None  # to be named where no year begins
    goal: float | None  # the y of the target


def ribbon(marks: Iterable[tuple[datetime.date, int | None]], today: datetime.date, goal: int | None = None) -> Ribbon:
    """The ribbon of these days, in any order; of one day the last one given counts."""
    days = dict(marks)
    start = min([*days, today - SHORTEST])
    place = _Time(start, today)
    stretches: list[list[Point]] = [[]]
    for day in sorted(days):
        value = days[day]
        if value is not None:
            stretches[-1].append((place.x(day), y_of(value)))
        elif stretches[-1]:
            stretches.append([])
    points = [point for stretch in stretches for point in stretch]
    years = place.years()
    return Ribbon(
        paths=tuple(_path(stretch) for stretch in stretches if stretch),
        bubbles=tuple(Bubble(x, y, (x, y) == points[-1]) for x, y in points),
        years=years,
        first_day=None if years or not days else min(days),
        goal=None if goal is None else y_of(goal),
    )


def y_of(value: int) -> float:
    """Plus is up."""
    return MIDDLE - GAP * value


@dataclass(frozen=True)
class _Time:
    """Days along the width."""

    start: datetime.date
    today: datetime.date

    def x(self, day: datetime.date) -> float:
        return round(FIRST + (LAST - FIRST) * ((day - self.start) / (self.today - self.start)), 2)

    def years(self) -> tuple[tuple[float, str], ...]:
        found: list[tuple[float, str]] = []
        taken = 0.0
        for year in range(self.start.year + 1, self.today.year + 1):
            x = self.x(datetime.date(year, 1, 1))
            has_room = x >= taken and x <= LAST - TODAY_ROOM
            found.append((x, str(year) if has_room else ""))
            taken = x + YEAR_ROOM if has_room else taken
        return tuple(found)


def _path(points: Sequence[Point]) -> str:
    """The curve through these points; of a single one a dot, which a round cap draws."""
    (x, y), *others = points
    if not others:
        return f"M{x} {y}h.01"
    slopes = _slopes(points)
    pieces = [f"M{x} {y}"]
    for (x0, y0), (x1, y1), out, into in zip(points, points[1:], slopes, slopes[1:], strict=False):
        third = (x1 - x0) / 3
        handles = (x0 + third, y0 + out * third, x1 - third, y1 - into * third, x1, y1)
        pieces.append("C" + " ".join(f"{number:.1f}" for number in handles))
    return "".join(pieces)


def _slopes(points: Sequence[Point]) -> list[float]:
    """How steep the curve is at each point, so that it stays monotone between any two."""
    widths = [right[0] - left[0] for left, right in itertools.pairwise(points)]
    rises = [(right[1] - left[1]) / (right[0] - left[0]) for left, right in itertools.pairwise(points)]
    inner = []
    for before, after, w0, w1 in zip(rises, rises[1:], widths, widths[1:], strict=False):
        mean = (before * w1 + after * w0) / (w0 + w1)
        steep = min(abs(before), abs(after), abs(mean) / 2) * 2
        inner.append(0.0 if before * after <= 0 else steep if before > 0 else -steep)
    return [rises[0], *inner, rises[-1]]
