"""The day itself: begin, next, extend, skip, mark as done. What was planned stays beside what happened.

The agenda is locked by the caller. Every act names the block that the page showed, and what it showed of it, so that a
second press, or a press on a phone that has slept, does nothing a second time.
"""

from __future__ import annotations

import datetime

from django.utils import timezone

from workshops.models import Agenda, Block

EXTENSION = 5  # minutes
REGRET = datetime.timedelta(seconds=60)  # for taking back that one went on; the page offers it for ten of them


class HasGoneOn(Exception):
    """The day has gone on since the page was shown; nothing was done."""


def _blocks(agenda: Agenda) -> list[Block]:
    return list(agenda.blocks.all())


def _touch(agenda: Agenda, *fields: str) -> None:
    agenda.version += 1
    agenda.save(update_fields=["version", *fields])


def current(blocks: list[Block]) -> Block | None:
    """The block that is on."""
    return next((block for block in blocks if block.started_at and not block.ended_at), None)


def ahead(blocks: list[Block]) -> list[Block]:
    """What is still to come: what is not skipped after the last block that was begun."""
    frontier = max((place for place, one in enumerate(blocks) if one.started_at), default=-1)
    return [block for block in blocks[frontier + 1 :] if not block.skipped]


def begin(agenda: Agenda) -> None:
    """The day begins: the plan of this moment is kept, the first block starts. Twice is once."""
    blocks = _blocks(agenda)
    if agenda.begun_at or not ahead(blocks):
        return
    for slot in agenda.slots(blocks):
        slot.key.planned_start, slot.key.planned_minutes = slot.start, slot.key.minutes  # type: ignore[attr-defined]
    Block.objects.bulk_update(blocks, ["planned_start", "planned_minutes"])
    agenda.begun_at = timezone.now()
    _touch(agenda, "begun_at")
    _start(ahead(blocks)[0], agenda.begun_at)


def _start(block: Block, now: datetime.datetime) -> None:
    block.started_at, block.ended_at, block.skipped = now, None, False
    block.save(update_fields=["started_at", "ended_at", "skipped"])


def _end(block: Block, now: datetime.datetime) -> None:
    block.ended_at = max(now, block.started_at or now)
    block.save(update_fields=["ended_at"])


def begin_next(agenda: Agenda, *, after: str) -> None:
    """The block that is on ends and the next one begins; after the last one the day ends.

    ``after`` is the id of the block that the page showed as being on, "" when none was.
    """
    blocks, now = _blocks(agenda), timezone.now()
    _check(agenda, blocks, after)
    if on := current(blocks):
        _end(on, now)
    coming = ahead(blocks)
    if coming:
        _start(coming[0], now)
        _touch(agenda)
    else:
        agenda.ended_at = now
        _touch(agenda, "ended_at")


def may_go_back(blocks: list[Block], now: datetime.datetime) -> Block | None:
    """What was on a moment ago, where going on to the next one can still be taken back."""
    on = current(blocks)
    if on is None or on.started_at is None or now - on.started_at > REGRET:
        return None
    return next((one for one in blocks if one.ended_at == on.started_at), None)


def go_back(agenda: Agenda, *, shown: str) -> None:
    """Going on to the next block was a mistake: the one before it is on again as if nothing had happened."""
    blocks = _blocks(agenda)
    _check(agenda, blocks, shown)
    before, on = may_go_back(blocks, timezone.now()), current(blocks)
    if before is None or on is None:
        raise HasGoneOn
    on.started_at, before.ended_at = None, None
    Block.objects.bulk_update([on, before], ["started_at", "ended_at"])
    _touch(agenda)


def _check(agenda: Agenda, blocks: list[Block], shown: str) -> None:
    on = current(blocks)
    if not agenda.is_running or shown != (str(on.pk) if on else ""):
        raise HasGoneOn


def extend(agenda: Agenda, block: Block, *, extra: int, minutes: int = EXTENSION) -> None:
    """More minutes for the block that is on, or fewer; ``extra`` is what the page showed as given so far."""
    if not agenda.is_running or not block.started_at or block.ended_at or block.extra != extra:
        raise HasGoneOn
    block.extra = max(-block.minutes, min(block.extra + minutes, 600))
    block.save(update_fields=["extra"])
    _touch(agenda)


def skip(agenda: Agenda, block: Block) -> None:
    """A block that is still to come is left out; what comes after it moves up. Twice is once."""
    if not agenda.is_running or block.started_at:
        raise HasGoneOn
    if not block.skipped:
        block.skipped = True
        block.save(update_fields=["skipped"])
        _touch(agenda)


def take_back(agenda: Agenda, block: Block) -> None:
    """A skipped block is held after all, or one marked done by mistake goes on: only where nothing has begun since."""
    blocks = _blocks(agenda)
    if agenda.begun_at is None or (agenda.ended_at and timezone.localdate(agenda.ended_at) != timezone.localdate()):
        raise HasGoneOn
    later = blocks[blocks.index(block) + 1 :]
    if any(one.started_at for one in later):
        raise HasGoneOn
    if block.skipped:
        block.skipped = False
        block.save(update_fields=["skipped"])
    elif block.ended_at:
        block.ended_at = None
        block.save(update_fields=["ended_at"])
    else:
        raise HasGoneOn
    agenda.ended_at = None
    _touch(agenda, "ended_at")


def mark_held(agenda: Agenda, block: Block) -> None:
    """Mark one block as done: the one that is on ends now; one that nobody began was held at its planned time.

    No other block moves, whether before or after it.
    """
    if not agenda.is_running:
        raise HasGoneOn
    now = timezone.now()
    if block.started_at:
        if not block.ended_at:
            _end(block, now)
            _touch(agenda)
        return
    started = min(block.planned_start or now, now)
    block.started_at, block.skipped = started, False
    block.ended_at = min(started + datetime.timedelta(minutes=block.minutes), now)
    block.save(update_fields=["started_at", "ended_at", "skipped"])
    _touch(agenda)


def end(agenda: Agenda) -> None:
    """The day ends here, early perhaps: what has not been held stays as not held. Twice is once."""
    if not agenda.is_running:
        return
    now = timezone.now()
    if on := current(_blocks(agenda)):
        _end(on, now)
    agenda.ended_at = now
    _touch(agenda, "ended_at")
