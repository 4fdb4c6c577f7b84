"""From an agenda and its blocks to times, and back to words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from workshops import chain

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


def live(agenda: Agenda, blocks: Iterable[Block], now: datetime.datetime | None = None) -> list[chain.Slot]:
    """The times of the day as it goes; each slot's ``key`` is its block."""
    return chain.live(agenda.starts_at, _items(agenda, blocks), now or timezone.now())
