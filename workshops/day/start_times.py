"""How the times of a day follow from its blocks. Pure: no database, no settings.

All moments are aware. Minutes pass as they do in the world: over a clock change the shown clock jumps, the lengths do
not. A pinned block begins at its own moment, come what may: what comes before it leaves a gap or runs over.
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

FAR = datetime.timedelta(hours=12)


@dataclass(frozen=True)
class Item:
    """A block as the times see it. ``pinned`` is the moment at which it is to begin; the rest says what happened."""

    key: Hashable
    minutes: int
    pinned: datetime.datetime | None = None
    started: datetime.datetime | None = None
    ended: datetime.datetime | None = None
    extra: int = 0
    skipped: bool = False


@dataclass(frozen=True)
class Slot:
    """When a block begins and ends.

    ``gap``: minutes left empty before it, ``over``: minutes by which what precedes it runs into it. Only a pinned
    block has either. ``state``: ahead, now, done, skipped, passed (another one was begun instead).
    """

    key: Hashable
    start: datetime.datetime
    end: datetime.datetime
    gap: int = 0
    over: int = 0
    state: str = "ahead"


def pinned_moment(clock: datetime.time, start: datetime.datetime, zone: ZoneInfo) -> datetime.datetime:
    """The moment when the local clock shows this time, for a day that begins at ``start``.

    On the day itself; a time more than twelve hours before the beginning is meant after midnight. A time that the
    spring night leaves out becomes the moment an hour later on the clock, one that comes twice the first of the two.
    """
    first = start.astimezone(zone)
    found = datetime.datetime.combine(first.date(), clock, zone)
    if found.astimezone(datetime.UTC) < start.astimezone(datetime.UTC) - FAR:
        found = datetime.datetime.combine(first.date() + datetime.timedelta(days=1), clock, zone)
    return found.astimezone(datetime.UTC)


def planned(start: datetime.datetime, items: Iterable[Item]) -> list[Slot]:
    """The times as planned: each block begins where the one before it ends, pinned ones at their own moment."""
    return _chain(start.astimezone(datetime.UTC), items)


def _chain(at: datetime.datetime, items: Iterable[Item]) -> list[Slot]:
    slots = []
    for item in items:
        if item.skipped:
            slots.append(Slot(item.key, at, at, state="skipped"))
            continue
        arrives, at = at, item.pinned or at
        end = at + datetime.timedelta(minutes=max(0, item.minutes + item.extra))
        slots.append(Slot(item.key, at, end, _minutes(at - arrives), _minutes(arrives - at)))
        at = end
    return slots


def _minutes(length: datetime.timedelta) -> int:
    """Whole minutes, begun ones counted; nothing below zero."""
    return max(0, -(-int(length.total_seconds()) // 60))


def live(start: datetime.datetime, items: Sequence[Item], now: datetime.datetime) -> list[Slot]:
    """The times while the day goes on: what has happened as it happened, what is ahead from now on.

    The frontier is the last block that was begun. One before it that nobody began keeps its planned time: marking the
    second one done does not move the first. What is ahead follows from the end of the block that is on (from now when
    that is past, or when nothing is on); pinned ones hold, skipped ones take no time.
    """
    plan = planned(start, (Item(item.key, item.minutes, item.pinned) for item in items))
    frontier = max((place for place, item in enumerate(items) if item.started is not None), default=-1)
    if frontier < 0:
        return _chain(plan[0].start if plan else start, items)
    slots, at = [], now
    for item, slot in zip(items[: frontier + 1], plan, strict=False):
        if item.started is None:
            state = "skipped" if item.skipped else "passed"
            slots.append(Slot(item.key, slot.start, slot.start if item.skipped else slot.end, state=state))
        elif item.ended is None:
            due = item.started + datetime.timedelta(minutes=max(0, item.minutes + item.extra))
            slots.append(Slot(item.key, item.started, due, state="now"))
            at = max(at, due)
        else:
            slots.append(Slot(item.key, item.started, item.ended, state="done"))
    return slots + _chain(at, items[frontier + 1 :])


def reordered(order: Sequence[Hashable], key: Hashable, place: int) -> list[Hashable]:
    """The order with one of its keys moved to a place (0 is the first); places beyond the ends are the ends."""
    rest = [one for one in order if one != key]
    place = max(0, min(place, len(rest)))
    return [*rest[:place], key, *rest[place:]]
