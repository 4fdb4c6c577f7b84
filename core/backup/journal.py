"""The journal: ids of what was deleted, and what ended, so that restoring an earlier backup brings none of it back.

Triggers of PostgreSQL write it for each deleted row about people, whoever deletes it and however, and for columns in
which something ends and which an app names (`watch`). The worker puts it beside the backups each minute, encrypted as
they are, and it goes from the database. It holds no words and no names: of a password or an address only that it
changed.

Answers without a name stay without a time: nothing about them is written here.
"""

import datetime
import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from core import records
from core.backup.models import JournalEntry
from core.backup.sealing import Identity, decrypt, encrypt
from core.records import Data

ABOUT_PEOPLE = {Data.DIRECTORY, Data.PROCESS, Data.CONFIDENTIAL, Data.PRIVATE}
LEFT_OUT = {
    *("core.JournalEntry", "core.Limit", "django_tasks_database.DBTaskResult"),  # they live for minutes
    *("sessions.Session", "usersessions.UserSession"),  # a restore leaves none
}
HIDDEN = "?"  # before a column: only that it changed
BATCH = 10_000
MARGIN = datetime.timedelta(minutes=10)  # a transaction may write its entry this long before it ends

Ended = tuple[str, str, dict[str, Any] | None]  # table, row, and what its columns became; None: it was deleted
WATCHED: dict[str, tuple[str, ...]] = {}


def watch(label: str, *columns: str) -> None:
    """Columns of a model in which something ends: they are ended again. "?password": whatever it was, it is void."""
    WATCHED[label] = columns


def leave_out(*labels: str) -> None:
    """Models whose deleted rows may come back."""
    LEFT_OUT.update(labels)


def journalled() -> list[type[Model]]:
    """Models whose deleted rows stay deleted."""
    return [
        model
        for model, record in records.everything()
        if record and record.data in ABOUT_PEOPLE and model._meta.label not in LEFT_OUT
    ]


# ---- Writing: triggers

_FUNCTIONS = """
CREATE OR REPLACE FUNCTION core_journal_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE id text;
BEGIN
  EXECUTE format('SELECT ($1).%I::text', TG_ARGV[0]) INTO id USING OLD;
  INSERT INTO core_journal (at, "table", "row") VALUES (clock_timestamp(), TG_TABLE_NAME, id);
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION core_journal_ended() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE id text; word text; value jsonb; ended jsonb := '{}';
BEGIN
  EXECUTE format('SELECT ($1).%I::text', TG_ARGV[0]) INTO id USING NEW;
  FOREACH word IN ARRAY TG_ARGV[1:] LOOP
    EXECUTE format('SELECT CASE WHEN ($1).%1$I IS DISTINCT FROM ($2).%1$I THEN to_jsonb(row(($2).%1$I)) END',
                   ltrim(word, '?')) INTO value USING OLD, NEW;
    IF value IS NOT NULL THEN
      ended := ended || jsonb_build_object(word, CASE WHEN word LIKE '?%' THEN 'null' ELSE value -> 'f1' END);
    END IF;
  END LOOP;
  INSERT INTO core_journal (at, "table", "row", changed) VALUES (clock_timestamp(), TG_TABLE_NAME, id, ended);
  RETURN NULL;
END $$;
"""
_DROP = "DROP FUNCTION IF EXISTS core_journal_deleted() CASCADE; DROP FUNCTION IF EXISTS core_journal_ended() CASCADE"


def install() -> None:
    """Put the triggers onto every table that is there. Safe to repeat; only PostgreSQL has them."""
    if connection.vendor != "postgresql":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if JournalEntry._meta.db_table not in tables:
            return
        wanted = list(_triggers(tables))
        digest = hashlib.sha256("\n".join([_FUNCTIONS, *wanted]).encode()).hexdigest()
        cursor.execute(
            "SELECT count(*), obj_description('core_journal'::regclass) FROM pg_trigger WHERE tgname = ANY(%s)",
            [["core_journal_deleted", "core_journal_ended"]],
        )
        if cursor.fetchone() == (len(wanted), digest):
            return
        cursor.execute(";".join([_FUNCTIONS, *wanted, f"COMMENT ON TABLE core_journal IS '{digest}'"]))


def remove() -> None:
    """Take the triggers away, before the journal's table goes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_DROP)


def _triggers(tables: set[str]) -> Iterator[str]:
    """The statements that make them."""
    quote = connection.ops.quote_name
    for model in journalled():
        meta = model._meta
        if meta.db_table not in tables or meta.proxy or not meta.managed:
            continue
        table, key = quote(meta.db_table), meta.pk.column
        yield (
            f"CREATE OR REPLACE TRIGGER core_journal_deleted AFTER DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION core_journal_deleted('{key}')"
        )
    for label, words in WATCHED.items():
        meta = apps.get_model(label)._meta
        if meta.db_table not in tables:
            continue
        columns = [quote(meta.get_field(word.lstrip(HIDDEN)).column) for word in words]
        differ = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
        names = ", ".join(f"'{word}'" for word in (meta.pk.column, *words))
        yield (
            f"CREATE OR REPLACE TRIGGER core_journal_ended AFTER UPDATE OF {', '.join(columns)}"
            f" ON {quote(meta.db_table)} FOR EACH ROW WHEN ({differ}) EXECUTE FUNCTION core_journal_ended({names})"
        )


# ---- Beside the backups


def put_beside(folder: Path, recipient: str) -> int:
    """Move what has been written into a new file in the folder; returns how many. Written again rather than lost."""
    with transaction.atomic():
        entries = list(JournalEntry.objects.select_for_update(skip_locked=True).order_by("pk")[:BATCH])
        if not entries:
            return 0
        lines = [json.dumps([one.pk, one.at.isoformat(), one.table, one.row, one.changed]) for one in entries]
        name = f"{timezone.now():%Y%m%dT%H%M%S}-{secrets.token_hex(4)}{ENDING}"
        write_whole(folder / name, encrypt("\n".join(lines).encode(), recipient))
        JournalEntry.objects.filter(pk__in=[one.pk for one in entries]).delete()
    return len(entries)


ENDING = ".journal.age"


def write_whole(path: Path, content: bytes) -> None:
    """The file is there whole, on the disk, or not at all."""
    part = path.with_name(path.name + ".part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def read(folder: Path, identity: Identity, since: datetime.datetime) -> Iterator[Ended]:
    """Table, row and what ended, in their order, from a while before that moment on."""
    lines = [
        json.loads(line)
        for path in sorted(folder.glob(f"*{ENDING}"))
        for line in decrypt(path.read_bytes(), identity).decode().splitlines()
    ]
    found: dict[tuple[str, str], dict[str, Any] | None] = {}
    for _pk, at, table, row, changed in sorted(lines, key=lambda line: line[:2]):
        if datetime.datetime.fromisoformat(at) < since - MARGIN:
            continue
        # rows go in the order in which they went, and one that changed often becomes at once what it last was
        before = found.pop((table, row), {})
        found[table, row] = None if changed is None or before is None else before | changed
    for (table, row), changed in found.items():
        yield table, row, changed


def replay(entries: Iterable[Ended]) -> tuple[int, list[str]]:
    """Delete and end once more; returns how many rows it touched, and what could not be done, by table and id."""
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    done, failed = 0, []
    for table, row, changed in entries:
        model = models.get(table)
        if model is None:  # the table went with an upgrade
            continue
        rows = model._base_manager.filter(pk=row)
        try:
            with transaction.atomic():
                done += rows.delete()[0] if changed is None else rows.update(**_values(model, changed))
        except DatabaseError:
            failed.append(f"{table} {row}")
    return done, failed


def _values(model: type[Model], changed: dict[str, Any]) -> dict[str, Any]:
    """What the columns get; of a hidden one: a password that fits nothing, an address that is empty."""
    values: dict[str, Any] = {}
    for word, value in changed.items():
        field = model._meta.get_field(word.lstrip(HIDDEN))
        if word.startswith(HIDDEN):
            values[field.name] = make_password(None) if field.name == "password" else ""
        else:
            values[field.name] = field.to_python(value)  # type: ignore[union-attr]
    return values
