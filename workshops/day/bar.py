"""A day as a picture: one bar of time in percentages, so that it fits any width; parts in their kinds’ colours."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from workshops.day.start_times import Slot

MOST_TICKS = 7
NEAR_THE_END = 16  # percent: on a phone the four digits at an end reach so far


@dataclass(frozen=True)
class Piece:
    """One block: where it begins and how wide it is, in percent of the bar."""

    x: str
    width: str
    kind: str
    state: str
    number: int


@dataclass(frozen=True)
class Tick:
    """A full hour, or the beginning."""

    x: str
    label: str
    anchor: str


@dataclass(frozen=True)
class Bar:
    """The picture's parts, and the moments it spans."""

    pieces: list[Piece]
    ticks: list[Tick]
    start: datetime.datetime
    end: datetime.datetime
    now: str  # where now is, or ""


def _percent(value: float) -> str:
    return f"{value:.3f}%"  # a dot in every language: it goes into an attribute


def time_bar(slots: Sequence[Slot], now: datetime.datetime | None = None) -> Bar | None:
    """The bar of these slots (keys are blocks); nothing for an empty or timeless day."""
    if not slots:
        return None
    start, end = min(slot.start for slot in slots), max(slot.end for slot in slots)
    whole = (end - start).total_seconds()
    if whole <= 0:
        return None

    def at(moment: datetime.datetime) -> float:
        return 100 * (moment - start).total_seconds() / whole

    pieces = [
        Piece(
            _percent(at(slot.start)),
            _percent(max(0.0, at(slot.end) - at(slot.start))),
            slot.key.kind,  # type: ignore[attr-defined]
            slot.state,
            number,
        )
        for number, slot in enumerate(slots, 1)
        if slot.end > slot.start
    ]
    inside = now is not None and start <= now <= end
    return Bar(pieces, _ticks(start, end, at), start, end, _percent(at(now)) if now and inside else "")


def _ticks(start: datetime.datetime, end: datetime.datetime, at: object) -> list[Tick]:
    hours = (end - start).total_seconds() / 3600
    step = next((one for one in (1, 2, 3, 6, 12, 24, 48) if hours / one <= MOST_TICKS), 96)
    local = timezone.localtime(start)
    moment = local.replace(minute=0, second=0, microsecond=0)
    ticks = [Tick("0%", f"{local.hour}.{local.minute:02}", "start")]
    while moment.astimezone(datetime.UTC) < end:
        x = at(moment.astimezone(datetime.UTC))  # type: ignore[operator]
        if NEAR_THE_END <= x <= 100 - NEAR_THE_END and moment.hour % min(step, 24) == 0:
            ticks.append(Tick(_percent(x), f"{moment.hour}", "middle"))
        moment = timezone.localtime(moment.astimezone(datetime.UTC) + datetime.timedelta(hours=1))
    local = timezone.localtime(end)
    return [*ticks, Tick("100%", f"{local.hour}.{local.minute:02}", "end")]
