"""Building an agenda: adding, moving, changing, taking out blocks, and undoing these one by one.

The agenda is locked by the caller (``Agenda.objects.for_update``). Every change first writes down how the blocks were
(`Step`), so that undo puts exactly that back, also after a reload and with files and group tasks.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils import timezone

from workshops.block.models import MOST_BLOCKS, MOST_STEPS
from workshops.day.start_times import reordered
from workshops.models import Agenda, Attachment, Block

if TYPE_CHECKING:
    from workshops.models import Step

PLANNED = ("kind", "title", "minutes", "slides", "speakers", "more", "links", "note")  # and pinned_at


class Stale(Exception):
    """Somebody else has changed the order since the page was shown."""


class Held(Exception):
    """The block is on, or has been: its place stays."""


class TooMany(Exception):
    """An agenda has at most a hundred blocks."""


def plan_of(block: Block) -> dict[str, Any]:
    """What is planned of a block, as JSON."""
    pinned = block.pinned_at.isoformat() if block.pinned_at else None
    return {name: getattr(block, name) for name in PLANNED} | {"pinned_at": pinned}


def _write_plan(block: Block, plan: Mapping[str, Any]) -> None:
    for name in PLANNED:
        if name in plan:
            setattr(block, name, plan[name])
    pinned = plan.get("pinned_at")
    block.pinned_at = datetime.time.fromisoformat(pinned) if pinned else None


def _all(agenda: Agenda) -> list[Block]:
    return list(agenda.blocks.all())


def record_step(agenda: Agenda, what: str, title: str = "") -> None:
    """Write down how the blocks are now, before they change; the version moves. What was undone is gone for good."""
    agenda.steps.filter(undone=True).delete()
    number = (agenda.steps.aggregate(last=Max("number"))["last"] or 0) + 1
    agenda.steps.create(number=number, what=what, title=title, blocks=_rows(agenda))
    agenda.steps.filter(number__lte=number - MOST_STEPS).delete()
    _touch(agenda)


def _rows(agenda: Agenda) -> list[dict[str, Any]]:
    return [plan_of(block) | {"id": str(block.pk)} for block in _all(agenda)]


def _touch(agenda: Agenda) -> None:
    agenda.version += 1
    agenda.save(update_fields=["version"])


def undo(agenda: Agenda, *, version: int) -> bool:
    """Put the blocks back as they were before the last change that stands; False when there is none.

    Raises `Stale` when somebody has changed something since the page was shown: their change would be undone unseen.
    """
    return _restore(agenda, agenda.steps.filter(undone=False).last(), version=version)


def redo(agenda: Agenda, *, version: int) -> bool:
    """Bring the change back that was undone last. A new change takes this away."""
    return _restore(agenda, agenda.steps.filter(undone=True).first(), version=version)


def _restore(agenda: Agenda, step: Step | None, *, version: int) -> bool:
    """The blocks as the step has them; the step keeps how they were, and stands or does not stand any more."""
    if version != agenda.version:
        raise Stale
    if step is None:
        return False
    rows = step.blocks
    known = {str(block.pk): block for block in Block.every.filter(agenda=agenda)}
    there = {row["id"] for row in rows}
    if any(block.started_at and key not in there for key, block in known.items() if block.removed_at is None):
        raise Held  # a block that was added and begun meanwhile
    step.blocks, step.undone = _rows(agenda), not step.undone
    step.save(update_fields=["blocks", "undone"])
    _touch(agenda)
    now = timezone.now()
    for place, row in enumerate(rows):
        if block := known.get(row["id"]):
            if plan_of(block) != {key: value for key, value in row.items() if key != "id"}:
                block.version += 1
            _write_plan(block, row)
            block.position, block.removed_at = place, None
            block.save()
    for key, block in known.items():
        if key not in there and block.removed_at is None:
            block.removed_at = now
            block.save(update_fields=["removed_at"])
    return True


def _write_order(order: Iterable[Block]) -> None:
    changed = []
    for place, block in enumerate(order):
        if block.position != place:
            block.position = place
            changed.append(block)
    Block.objects.bulk_update(changed, ["position"])


def held_count(blocks: Iterable[Block]) -> int:
    """How many blocks at the beginning keep their place: up to the last one that was begun."""
    return max((place + 1 for place, one in enumerate(blocks) if one.started_at), default=0)


def move(agenda: Agenda, block: Block, place: int, *, version: int) -> int:
    """Move a block to a place (0 is the first); returns where it came to.

    Raises `Stale` when the order is not the one that the page showed, and `Held` for a block that is on or over; what
    is still ahead does not go before what has been.
    """
    if version != agenda.version:
        raise Stale
    blocks = _all(agenda)
    first = held_count(blocks)
    if blocks.index(block) < first:
        raise Held
    order = reordered(blocks, block, max(place, first))
    if order != blocks:
        record_step(agenda, "moved", block.title)
        _write_order(order)  # type: ignore[arg-type]
    return order.index(block)


def add(agenda: Agenda, block: Block, place: int | None = None) -> Block:
    """A new block at a place, or at the end (before a closing one that stands last)."""
    blocks = _all(agenda)
    if len(blocks) >= MOST_BLOCKS:
        raise TooMany
    if place is None:
        place = len(blocks)
        if blocks and blocks[-1].kind == Block.Kind.CLOSING and block.kind != Block.Kind.CLOSING:
            place -= 1
    place = max(place, held_count(blocks))
    record_step(agenda, "added", block.title)
    block.agenda, block.position = agenda, place
    block.save(force_insert=True)
    _write_order([*blocks[:place], block, *blocks[place:]])
    return block


def duplicate(agenda: Agenda, block: Block) -> Block:
    """The same once more, right after it, with its files; nothing of what happened, and not pinned to the same time."""
    copy = Block(agenda=agenda)
    _write_plan(copy, plan_of(block) | {"pinned_at": None})
    copy = add(agenda, copy, _all(agenda).index(block) + 1)
    for file in Attachment.objects.filter(block=block):
        file.pk, file.block = uuid.uuid4(), copy
        file._state.adding = True
        file.save(force_insert=True)
    return copy


def remove(agenda: Agenda, block: Block) -> None:
    """Take a block out. One that is on or over stays: what happened is kept."""
    if block.started_at:
        raise Held
    record_step(agenda, "removed", block.title)
    block.removed_at = timezone.now()
    block.save(update_fields=["removed_at"])
    _write_order(_all(agenda))


def change(agenda: Agenda, block: Block) -> None:
    """Save a block whose plan has been edited."""
    changed = Block.every.get(pk=block.pk)
    if plan_of(changed) == plan_of(block):
        return
    record_step(agenda, "changed", block.title)
    block.version += 1
    block.save(update_fields=[*PLANNED, "pinned_at", "version"])


def set_lengths(agenda: Agenda, lengths: Mapping[str, tuple[int, int]]) -> tuple[int, list[Block]]:
    """New lengths: block id → (what the page showed, what is wanted). Only what was changed on the page is written.

    Returns how many were set, and the blocks whose length somebody else had changed meanwhile: those stay.
    """
    wanted = {key: pair for key, pair in lengths.items() if pair[0] != pair[1]}
    rows = [block for block in _all(agenda) if str(block.pk) in wanted]
    met = [block for block in rows if block.minutes not in wanted[str(block.pk)]]
    rows = [block for block in rows if block not in met and block.minutes != wanted[str(block.pk)][1]]
    if rows:
        record_step(agenda, "lengths")
        for block in rows:
            block.minutes, block.version = wanted[str(block.pk)][1], block.version + 1
        Block.objects.bulk_update(rows, ["minutes", "version"])
    return len(rows), met


def add_first_blocks(agenda: Agenda, rows: Iterable[Mapping[str, Any]]) -> None:
    """The first blocks of a new agenda, from a template's rows."""
    blocks = []
    for place, row in enumerate(rows):
        block = Block(agenda=agenda, position=place)
        _write_plan(block, row)
        blocks.append(block)
    Block.objects.bulk_create(blocks[:MOST_BLOCKS])
