"""PostgreSQL's own dump, encrypted on its way to the disk and read back on its way to the check.

Beside each backup lies a small file that says when it was begun, its size, its SHA-256 and how many rows it holds.
"""

import contextlib
import datetime
import hashlib
import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import CommandError
from django.db import connection, transaction
from django.utils import timezone

from core.backup import sealing
from core.backup.journal import write_whole

ENDING = ".dump.age"
DUMP = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--no-unlogged-table-data"]
PIECE = 1 << 16


@dataclass(frozen=True)
class Facts:
    """What the file beside a backup says."""

    began: str
    size: int
    sha256: str
    tables: int
    rows: int


def need_postgresql() -> None:
    """The demo's file is copied otherwise."""
    if connection.vendor != "postgresql":
        raise CommandError(
            "This is the demo's SQLite file, which is copied with: "
            'python -c "import sqlite3, sys; sqlite3.connect(sys.argv[1]).backup(sqlite3.connect(sys.argv[2]))"'
            f" {connection.settings_dict['NAME']} COPY"
        )


def environment() -> dict[str, str]:
    """How PostgreSQL's programs reach our database: nothing of it stands on a command line."""
    settings: dict[str, Any] = connection.settings_dict
    options = settings.get("OPTIONS", {})
    wanted = {
        "PGHOST": options.get("host") or settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGDATABASE": settings["NAME"],
        "PGPASSFILE": options.get("passfile"),
        **{f"PG{name.upper()}": options.get(name) for name in ("sslmode", "sslrootcert", "sslcert", "sslkey")},
        "PGOPTIONS": "-c client_min_messages=error",
    }
    return os.environ | {name: str(value) for name, value in wanted.items() if value}


@contextlib.contextmanager
def program(command: list[str], **pipes: Any) -> Iterator[subprocess.Popen[bytes]]:
    """One of PostgreSQL's programs; what it complains about is told by its first line, which names no row."""
    try:
        started = subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, **pipes)  # noqa: S603 (our own words)
    except FileNotFoundError:
        raise CommandError(f"{command[0]} is not on this machine: install PostgreSQL's client programs.") from None
    said: list[bytes] = []
    assert started.stderr
    listener = threading.Thread(target=lambda: said.append(started.stderr.read()))  # type: ignore[union-attr]
    listener.start()
    broken = False
    try:
        yield started
    except BrokenPipeError:
        broken = True
    except BaseException:
        started.kill()
        raise
    finally:
        for pipe in (started.stdin, started.stdout):
            if pipe:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        code = started.wait()
        listener.join()
        started.stderr.close()
    if code or broken:
        first = next(iter(b"".join(said).decode(errors="replace").splitlines()), "")
        told = re.sub('"[^"]*"', "…", first)[:200]
        raise CommandError(f"{command[0]} ended with {code}: {told}")


class _Read:
    """What is read here goes to a second reader as well."""

    def __init__(self, source: BinaryIO, other: BinaryIO) -> None:
        self.source, self.other = source, other

    def read(self, size: int = PIECE) -> bytes:
        """A piece."""
        piece = self.source.read(size)
        self.other.write(piece)
        return piece


class _Written:
    """A file that counts what it gets."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.size, self.digest = file, 0, hashlib.sha256()

    def write(self, piece: bytes) -> int:
        """A piece."""
        self.size += len(piece)
        self.digest.update(piece)
        return self.file.write(piece)

    def flush(self) -> None:
        """To the system."""
        self.file.flush()


def count_rows() -> tuple[int, int]:
    """How many tables with rows that are kept, and how many rows in all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' AND relpersistence = 'p'"
            " AND relnamespace = 'public'::regnamespace"
        )
        tables = [name for (name,) in cursor.fetchall()]
        total = 0
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM public.{table}")  # noqa: S608 (quoted by PostgreSQL)
            total += cursor.fetchone()[0]
    return len(tables), total


def write(folder: Path, recipient: str) -> tuple[Path, Facts]:
    """A backup in the folder, whole and readable, or none."""
    need_postgresql()
    sealing.recipient_of(recipient)
    began = timezone.now()
    path = folder / f"varhainen-tuki-{timezone.localtime(began):%Y-%m-%dT%H%M%S}{ENDING}"
    part = path.with_name(path.name + ".part")
    try:
        with transaction.atomic(), open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with connection.cursor() as cursor:
                # the rows are counted in the very state that is dumped, however long that takes
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
                cursor.execute("SET LOCAL statement_timeout = 0")
                cursor.execute("SELECT pg_export_snapshot()")
                snapshot = cursor.fetchone()[0]
            tables, rows = count_rows()
            written = _Written(file)
            # what is dumped is read at the same time as a restore would read it, before it is encrypted
            with (
                program(["pg_restore", "--file", os.devnull], stdin=subprocess.PIPE) as reader,
                program([*DUMP, f"--snapshot={snapshot}"], stdout=subprocess.PIPE) as dump,
            ):
                assert dump.stdout
                assert reader.stdin
                sealing.encrypt_stream(_Read(dump.stdout, reader.stdin), written, recipient)  # type: ignore[arg-type]
            file.flush()
            os.fsync(file.fileno())
        facts = Facts(began.isoformat(), written.size, written.digest.hexdigest(), tables, rows)
        write_whole(facts_of(path), json.dumps(asdict(facts), indent=1).encode())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path, facts


def facts_of(path: Path) -> Path:
    """The file beside a backup."""
    return path.with_name(path.name.removesuffix(ENDING) + ".json")


def facts(path: Path) -> Facts:
    """What it says, after the backup has been compared with it."""
    try:
        said = Facts(**json.loads(facts_of(path).read_text()))
    except (OSError, ValueError, TypeError):
        raise CommandError(f"{facts_of(path)} is missing or no longer whole: it belongs to the backup.") from None
    with open(path, "rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != said.sha256:
            raise CommandError(f"{path} is not as it was written: its SHA-256 is another.")
    return said


def send(path: Path, identity: sealing.Identity, command: list[str]) -> None:
    """The backup, decrypted, to PostgreSQL's pg_restore."""
    with open(path, "rb") as file, program(command, stdin=subprocess.PIPE) as reader:
        assert reader.stdin
        sealing.decrypt_stream(file, reader.stdin, identity)


def drop_old(folder: Path, before: datetime.datetime) -> int:
    """Delete backups and journals that were written before then; returns how many files."""
    old = [
        path
        for pattern in ("varhainen-tuki-*", "*.journal.age")
        for path in folder.glob(pattern)
        if path.stat().st_mtime < before.timestamp()
    ]
    for path in old:
        path.unlink()
    return len(old)
