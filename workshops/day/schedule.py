"""From an agenda and its blocks to times, and back to words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from workshops.day import start_times as chain

if TYPE_CHECKING:
    from workshops.models import Agenda, Block


def _item(block: Block, start: datetime.datetime, zone: ZoneInfo) -> chain.Item:
    return chain.Item(
        key=block,
        minutes=block.minutes,
        pinned=chain.pinned_moment(block.pinned_at, start, zone) if block.pinned_at else None,
        started=block.started_at,
        ended=block.ended_at,
        extra=block.extra,
        skipped=block.skipped,
    )


def _items(agenda: Agenda, blocks: Iterable[Block]) -> list[chain.Item]:
    zone: Any = timezone.get_default_timezone()
    return [_item(block, agenda.starts_at, zone) for block in blocks]


def planned(agenda: Agenda, blocks: Iterable[Block]) -> list[chain.Slot]:
    """The planned times; each slot's ``key`` is its block."""
    items = [chain.Item(one.key, one.minutes, one.pinned) for one in _items(agenda, blocks)]
    return chain.planned(agenda.starts_at, items)


@dataclass(frozen=True)
class HeldBlock:
    """A block after the day: when it was planned and when it was held (None: it was not), and how it went."""

    block: Block
    planned: datetime.datetime
    planned_end: datetime.datetime
    held: datetime.datetime | None
    held_end: datetime.datetime | None

    @property
    def was_planned(self) -> bool:
        """Whether it stood in the programme when the day began; otherwise it was added while the day went on."""
        return self.block.planned_start is not None

    @property
    def late(self) -> int:
        """Whole minutes by which it began after its time; below zero before it."""
        return round((self.held - self.planned).total_seconds() / 60) if self.held else 0

    @property
    def minutes(self) -> int | None:
        """How long it lasted, in whole minutes."""
        if self.held is None or self.held_end is None:
            return None
        return round((self.held_end - self.held).total_seconds() / 60)


def held_blocks(agenda: Agenda, blocks: Iterable[Block]) -> list[HeldBlock]:
    """What was planned and what happened, block by block; nothing before the day has begun."""
    if agenda.begun_at is None:
        return []
    slots = live(agenda, list(blocks))
    rows = []
    for slot in slots:
        block: Any = slot.key
        start = block.planned_start or slot.start
        length = block.minutes if block.planned_minutes is None else block.planned_minutes
        held = None if block.skipped else block.started_at
        rows.append(
            HeldBlock(block, start, start + datetime.timedelta(minutes=length), held, block.ended_at if held else None)
        )
    return rows


def live(agenda: Agenda, blocks: Iterable[Block], now: datetime.datetime | None = None) -> list[chain.Slot]:
    """The times of the day as it goes; each slot's ``key`` is its block."""
    return chain.live(agenda.starts_at, _items(agenda, blocks), now or timezone.now())
