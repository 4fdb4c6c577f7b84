"""Who has read what: one row per reader, item and day, written in the same transaction as the read.

Append-only by triggers in the database (core/append_only.py). Each minute the worker seals the new rows into a
hash chain: every seal holds the digest of its rows and of the seal before it, so a row that is changed or
removed later shows (`manage.py verify_access_log`). The head of the chain is written to the server's log, which
lies outside the database. What remains open: rows not yet sealed, at most a minute's worth.
"""

import datetime
import hashlib
import json
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core.day import today
from core.jobs import every_minute, nightly

if TYPE_CHECKING:
    from core.models import AccessLog
    from people.models import User

log = logging.getLogger("access")
BATCH = 2000


@dataclass(frozen=True, slots=True)
class ReadItem:
    """What is read: a kind and id, whom it is about, in which role the reader reads, and whether as a party to it."""

    kind: str
    item: UUID
    subject: UUID
    role: str
    party: bool


class _Remembered:
    """Rows known to be committed today, so that the steady state costs no SQL. A process's own, and bounded."""

    limit = 50_000

    def __init__(self) -> None:
        self.day, self.keys, self.lock = datetime.date.min, set[tuple[UUID, str, UUID, UUID]](), threading.Lock()

    def __contains__(self, entry: tuple[datetime.date, tuple[UUID, str, UUID, UUID]]) -> bool:
        return entry[0] == self.day and entry[1] in self.keys

    def add(self, day: datetime.date, key: tuple[UUID, str, UUID, UUID]) -> None:
        with self.lock:
            if day != self.day or len(self.keys) >= self.limit:
                self.day, self.keys = day, set()
            self.keys.add(key)


_remembered = _Remembered()


def forget() -> None:
    """Empty the memory: for tests, and whoever empties the database under a running process."""
    _remembered.day = datetime.date.min


def record(reader: "User", item: ReadItem) -> None:
    """Write that this reader reads this item today. Nothing when people read about themselves.

    In the caller's transaction: if the row cannot be written, this raises and nothing is shown. The row is
    remembered only when that transaction has committed, so a rollback forgets it as well.
    """
    from core.models import AccessLog

    if item.subject == reader.pk:
        return
    day = today()
    key = (reader.pk, item.kind, item.item, item.subject)
    if (day, key) in _remembered:
        return
    row = AccessLog(
        reader_id=reader.pk,
        reader_role=item.role,
        subject_id=item.subject,
        kind=item.kind,
        item=item.item,
        party=item.party,
        day=day,
        at=timezone.now(),
    )
    AccessLog.objects.bulk_create([row], ignore_conflicts=True)
    transaction.on_commit(lambda: _remembered.add(day, key))


def _digest(rows: "list[AccessLog]") -> str:
    digest = hashlib.sha256()
    for row in rows:
        values = [row.pk, row.reader_id, row.reader_role, row.subject_id, row.kind, row.item, row.party, row.day]
        at = row.at.astimezone(datetime.UTC).isoformat()
        digest.update(json.dumps([*map(str, values), at], ensure_ascii=False).encode() + b"\n")
    return digest.hexdigest()


def _link(number: int, previous: str, rows: str, count: int) -> str:
    return hashlib.sha256(f"{number}\n{previous}\n{rows}\n{count}".encode()).hexdigest()


def seal() -> int:
    """Chain the rows that are not sealed yet; returns how many. Two workers at once: one of them does nothing."""
    from core.models import AccessLog, AccessSeal

    with transaction.atomic():
        last = AccessSeal.objects.select_for_update().order_by("-number").first()
        rows = list(AccessLog.objects.select_for_update().filter(seal=None).order_by("pk")[:BATCH])
        if not rows:
            return 0
        number, previous = (last.number + 1, last.hash) if last else (1, "")
        digest = _digest(rows)
        made = AccessSeal.objects.create(
            number=number,
            at=timezone.now(),
            last_at=max(row.at for row in rows),
            count=len(rows),
            rows_hash=digest,
            hash=_link(number, previous, digest, len(rows)),
        )
        AccessLog.objects.filter(pk__in=[row.pk for row in rows]).update(seal=made)
    log.info("access log sealed: %d %s", made.number, made.hash)
    return len(rows)


@every_minute
def seal_log() -> None:
    """Seal all that is waiting."""
    while seal() == BATCH:
        pass


def verify(known: dict[int, str] | None = None) -> Iterator[str]:
    """What is wrong with the chain, in words; nothing when it is whole. `known`: seals noted outside the database."""
    from core.models import AccessLog, AccessSeal

    previous, expected, known = "", 1, known or {}
    for link in AccessSeal.objects.order_by("number").iterator():
        if link.number != expected:
            yield f"seals {expected} to {link.number - 1} are missing"
        if link.hash != _link(link.number, previous, link.rows_hash, link.count):
            yield f"seal {link.number} does not follow from the one before it"
        if known.get(link.number, link.hash) != link.hash:
            yield f"seal {link.number} is not the one noted in the server's log"
        rows = list(AccessLog.objects.filter(seal=link).order_by("pk"))
        if link.disposed_at is None and len(rows) != link.count:
            yield f"seal {link.number} covers {link.count} rows, {len(rows)} are there"
        elif link.disposed_at is None and _digest(rows) != link.rows_hash:
            yield f"a row under seal {link.number} was changed"
        elif link.disposed_at is not None and rows:
            yield f"seal {link.number} is marked as disposed of, yet has rows"
        previous, expected = link.hash, link.number + 1
    if known and expected <= max(known):
        yield f"the chain ends at {expected - 1}, the server's log knows {max(known)}"


class ChainBroken(Exception):
    """A row of the access log was changed or removed after it was sealed. The message says where, and names nobody."""


TOLD_OF_BREAK: list[Callable[[], object]] = []  # from above: who gets a letter


@nightly(3, 40)
def verify_nightly() -> None:
    """Look the whole chain through; a break is told, and the job fails, which the state of the site shows.

    A deletion at the same moment may look like a break: only what is wrong twice is.
    """
    if not list(verify()) or not (wrong := list(verify())):
        return
    log.error("the access log's chain is broken: %d places", len(wrong))
    for tell in TOLD_OF_BREAK:
        tell()
    raise ChainBroken(f"{len(wrong)} places")
