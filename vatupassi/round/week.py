"""A week of times to offer: what is in the own calendar is one block with its name, the rest can be chosen."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from core.dates import own_time

if TYPE_CHECKING:
    from people.models import User

STEP = {15: 20, 20: 30, 30: 40, 45: 60, 60: 75}  # minutes from one time to the next: at least five are free
WORKING_WEEK, WEEK = 5, 7
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Cell:
    """One place in the week: a time to choose (``value``), or something that lasts over ``rows`` of them."""

    at: datetime.datetime
    value: str = ""
    name: str = ""
    rows: int = 1


@dataclass(frozen=True)
class WeekOfTimes:
    """The days as columns, the times as rows; where a block reaches over several rows, the later ones have no cell."""

    monday: datetime.date
    days: list[datetime.date]
    rows: list[list[Cell | None]]

    @property
    def code(self) -> str:
        """2026-W50."""
        return code_of(self.monday)

    @property
    def number(self) -> int:
        """Of the week."""
        return self.monday.isocalendar().week

    @property
    def last_day(self) -> datetime.date:
        """The last one shown."""
        return self.days[-1]

    @property
    def before(self) -> str:
        """The week before; empty when it has been."""
        monday = self.monday - WEEK * DAY
        return code_of(monday) if monday + WEEK * DAY > timezone.localdate() else ""

    @property
    def after(self) -> str:
        """The week after."""
        return code_of(self.monday + WEEK * DAY)

    @property
    def taken(self) -> list[str]:
        """What stands in the calendar already, each name once."""
        return list(dict.fromkeys(cell.name for row in self.rows for cell in row if cell and cell.name))

    @property
    def values(self) -> set[str]:
        """The times that can be chosen here."""
        return {cell.value for row in self.rows for cell in row if cell and cell.value}


def code_of(day: datetime.date) -> str:
    """The week of a day, as an address or a form says it."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def monday_of(code: str) -> datetime.date:
    """Its first day; of next week where it is none, or has been."""
    today = timezone.localdate()
    next_one = today - today.weekday() * DAY + WEEK * DAY
    try:
        monday = datetime.datetime.strptime(f"{code}-1", "%G-W%V-%u").date()
    except ValueError:
        return next_one
    is_near = today - WEEK * DAY < monday < today + 366 * DAY
    return monday if is_near else next_one


def week_of_times(
    user: User, monday: datetime.date, *, minutes: int, first: int, last: int, weekend: bool
) -> WeekOfTimes:
    """From the first hour to the last one; what this person has themselves is grey. One query for each kind of it."""
    days = [monday + n * DAY for n in range(WEEK if weekend else WORKING_WEEK)]
    zone, length, now = timezone.get_current_timezone(), datetime.timedelta(minutes=minutes), timezone.now()
    begin, end = (datetime.datetime.combine(day, datetime.time(), zone) for day in (days[0], days[-1] + DAY))
    busy = own_time.taken(user, begin, end)
    starts = [
        datetime.time(*divmod(minute, 60)) for minute in range(first * 60, last * 60 - minutes + 1, STEP[minutes])
    ]
    columns = [
        _column([datetime.datetime.combine(day, clock, zone) for clock in starts], length, busy, now) for day in days
    ]
    return WeekOfTimes(monday, days, [list(row) for row in zip(*columns, strict=True)])


def _column(
    starts: list[datetime.datetime], length: datetime.timedelta, busy: list[own_time.Taken], now: datetime.datetime
) -> list[Cell | None]:
    cells: list[Cell | None] = []
    block: tuple[str, int] | None = None  # of what, and in which row it begins
    for row, at in enumerate(starts):
        taken = next((each for each in busy if each.overlaps(at, at + length)), None)
        if taken is None:
            block = None
            cells.append(Cell(at, value="" if at <= now else at.astimezone(datetime.UTC).isoformat()))
        elif block and block[0] == taken.key:
            first = cells[block[1]]
            assert first
            cells[block[1]] = Cell(first.at, name=first.name, rows=first.rows + 1)
            cells.append(None)
        else:
            block = taken.key, row
            cells.append(Cell(at, name=taken.name))
    return cells
