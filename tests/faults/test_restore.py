"""A backup restored into an empty database: the same rows, the same keys open them, the log is guarded as before."""

import os
import sqlite3
import subprocess

import pytest
from django.db import DatabaseError, connection

from config.demo import load
from core import access
from core.sealed import decrypt
from tests.faults.migrating import digests
from tests.faults.site import address
from tests.throwaway_pg import binaries
from vatupassi.models import Note

pytestmark = pytest.mark.both_databases


@pytest.fixture
def filled(transactional_db):
    """The demo's people and texts, and somebody who has read one."""
    load()
    note = Note.objects.exclude(text=b"").select_related("conversation__supervisor").order_by("pk")[0]
    access.record(note.conversation.supervisor, note.read_item(note.conversation.supervisor))
    access.seal()
    return note.pk


def opened(pk):
    return Note.objects.get(pk=pk).text.open_as_system("test")


def test_postgresql(postgresql, filled):
    before, words = digests(connection), opened(filled)
    copied = address().replace(f"/{connection.settings_dict['NAME']}?", "/restored?")
    run = {"check": True, "env": {**os.environ, "PGOPTIONS": "-c client_min_messages=warning"}, "capture_output": True}
    dump = subprocess.run([binaries() / "pg_dump", "--no-owner", address()], **run).stdout
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE restored TEMPLATE template0")
    restored = connection.copy()
    restored.settings_dict = {**connection.settings_dict, "NAME": "restored"}
    try:
        subprocess.run([binaries() / "psql", "-q", "-v", "ON_ERROR_STOP=1", copied], input=dump, **run)
        compare(restored, before, filled, words)
    finally:
        restored.close()
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE restored WITH (FORCE)")


def test_sqlite(filled, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("the demo's way, on SQLite only")
    before, words = digests(connection), opened(filled)
    with sqlite3.connect(tmp_path / "backup.sqlite3") as backup:  # what `.backup` of the sqlite3 program does
        connection.connection.backup(backup)
    backup.close()
    restored = connection.copy()
    restored.settings_dict = {**connection.settings_dict, "NAME": str(tmp_path / "backup.sqlite3")}
    try:
        compare(restored, before, filled, words)
    finally:
        restored.close()


def compare(restored, before, pk, words):
    """Equal tables, readable text, and the log still refuses to be changed."""
    assert digests(restored) == before
    field = Note._meta.get_field("text")
    with restored.cursor() as cursor:
        identity = pk if restored.vendor == "postgresql" else pk.hex
        cursor.execute("SELECT text FROM vatupassi_note WHERE id = %s", [identity])
        stored = bytes(cursor.fetchone()[0])
        assert decrypt(stored, f"vatupassi_note:{field.column}:{pk}").decode() == words
        cursor.execute("SELECT count(*) FROM core_accesslog")
        assert cursor.fetchone()[0] >= 1
        with pytest.raises(DatabaseError):
            cursor.execute("UPDATE core_accesslog SET reader_role = 'nobody'")
