"""The drill: an encrypted backup, restored into an empty database, brings back nothing that was deleted since."""

import contextlib
import datetime
import hashlib
import json
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from config.demo import load
from core import retention
from core.backup import closed, dump, journal, sealing
from core.models import Backup, JournalEntry
from people.models import SupervisionLine, User
from people.sign_in.actions import end_all_sessions
from tests.faults.migrating import digests
from tests.faults.site import ROOT, address
from tests.throwaway_pg import binaries
from vatupassi.models import Assessment, Opening

pytestmark = pytest.mark.django_db(transaction=True)
CHANGED_BY_RESTORING = {"core_journal", "core_backup", "core_disposal", "django_tasks_database_dbtaskresult"}


@pytest.fixture
def key(tmp_path, settings):
    """A private key, whose public one the server knows."""
    settings.BACKUP_RECIPIENT = sealing.make_identity(tmp_path / "key")
    settings.BACKUP_DIR = str(tmp_path / "backups")
    (tmp_path / "backups").mkdir()
    return tmp_path / "key"


@pytest.fixture
def folder(key, tmp_path):
    return tmp_path / "backups"


@pytest.fixture
def programs(monkeypatch):
    """The programs of the server's own version first."""
    monkeypatch.setenv("PATH", f"{binaries()}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def empty(postgresql, programs):
    """An empty database beside the test's own."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE restored TEMPLATE template0")
    yield address().replace(f"/{connection.settings_dict['NAME']}?", "/restored?")
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE restored WITH (FORCE)")


def manage(url, *words, code=0):
    """`manage.py` on that database, as the operator runs it."""
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, "manage.py", *map(str, words)], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@contextlib.contextmanager
def restored_connection():
    other = connection.copy()
    other.settings_dict = {**connection.settings_dict, "NAME": "restored"}
    try:
        yield other
    finally:
        other.close()


@pytest.fixture(autouse=True)
def looks(monkeypatch):
    """The tests look into a closed database."""
    monkeypatch.setattr(closed, "_may_enter", True)


def ask(sql, *values):
    with restored_connection() as other, other.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def back_up(folder):
    call_command("backup", stdout=StringIO())
    (path,) = folder.glob("*.dump.age")
    return path


def test_a_restored_backup_is_the_same_and_closed(empty, key, folder):
    load()
    retention.dispose()
    end_all_sessions()
    path = back_up(folder)
    assert list(folder.glob("*.part")) == []
    assert path.stat().st_mode & 0o077 == 0
    assert Backup.objects.get().size == path.stat().st_size
    before = {name: digest for name, digest in digests(connection).items() if name not in CHANGED_BY_RESTORING}
    said = manage(empty, "restore", path, "--key", key)
    assert "The database is closed." in said
    # an ordinary process gets nothing before it is opened
    assert "closed after a restore: manage.py restore --open" in manage(empty, "verify_access_log", code=1)
    assert "database: The database is closed after a restore." in manage(empty, "doctor", code=1)
    manage(empty, "restore", "--open")
    assert manage(empty, "verify_access_log") == "The access log is whole.\n"
    with restored_connection() as other:
        after = digests(other)
        assert {name: digest for name, digest in after.items() if name not in CHANGED_BY_RESTORING} == before
    assert "is not empty" in manage(empty, "restore", path, "--key", key, code=1)


def test_what_was_deleted_or_ended_since_is_so_again(empty, key, folder, talk, aino, matti, leena, pekka, sari):
    line, changed, moved, leaver = SupervisionLine.objects.get(supervisor=pekka), matti, aino, leena
    opening = Opening.objects.create(conversation=talk, reader=sari, to="hr", scope="own")
    assessment = Assessment.objects.create(owner=moved)
    path = back_up(folder)

    gone = assessment.pk
    assessment.delete()
    today = timezone.localdate()
    Opening.objects.filter(pk=opening.pk).update(ended_at=timezone.now())
    SupervisionLine.objects.filter(pk=line.pk).update(ends_on=today)
    User.objects.filter(pk=leaver.pk).update(is_active=False)
    changed.set_password("toinen salasana nyt")
    changed.save()
    User.objects.filter(pk=moved.pk).update(email="uusi@kotikunta.example")
    assert journal.put_beside(folder, str(sealing.identity_in(key).to_public())) > 0
    assert JournalEntry.objects.count() == 0

    said = manage(empty, "restore", path, "--key", key)
    assert "rows that were deleted or ended since are so again." in said
    assert ask("SELECT count(*) FROM vatupassi_assessment WHERE id = %s", gone) == 0
    assert ask("SELECT ended_at IS NOT NULL FROM vatupassi_opening WHERE id = %s", opening.pk)
    assert ask("SELECT ends_on FROM people_supervisionline WHERE id = %s", line.pk) == today
    assert ask("SELECT is_active FROM people_user WHERE id = %s", leaver.pk) is False
    # neither the earlier password nor the earlier address opens anything
    assert ask("SELECT left(password, 1) FROM people_user WHERE id = %s", changed.pk) == "!"
    assert ask("SELECT email FROM people_user WHERE id = %s", moved.pk) == ""
    assert ask("SELECT count(*) FROM django_session") == 0


def test_without_the_journal_the_deleted_comes_back(empty, key, folder, aino):
    """The negative control of the test above."""
    assessment = Assessment.objects.create(owner=aino)
    path = back_up(folder)
    assessment.delete()
    manage(empty, "restore", path, "--key", key)
    assert ask("SELECT count(*) FROM vatupassi_assessment WHERE owner_id = %s", aino.pk) == 1


def test_a_backup_is_readable_by_its_key_alone_and_only_unchanged(empty, key, folder, aino, tmp_path):
    path = back_up(folder)
    assert b"PGDMP" not in path.read_bytes()
    assert b"Virtanen" not in path.read_bytes()
    assert "Whole and readable" in manage(empty, "restore", path, "--key", key, "--check")
    sealing.make_identity(tmp_path / "another")
    assert sealing.WRONG_KEY in manage(empty, "restore", path, "--key", tmp_path / "another", "--check", code=1)
    changed = bytearray(path.read_bytes())
    changed[-100] ^= 1
    path.write_bytes(changed)
    assert "its SHA-256 is another" in manage(empty, "restore", path, "--key", key, "--check", code=1)
    facts = json.loads(dump.facts_of(path).read_text())
    dump.facts_of(path).write_text(json.dumps(facts | {"sha256": hashlib.sha256(changed).hexdigest()}))
    assert sealing.WRONG_KEY in manage(empty, "restore", path, "--key", key, "--check", code=1)
    dump.facts_of(path).unlink()
    assert "is missing" in manage(empty, "restore", path, "--key", key, code=1)
    assert ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0


def test_a_dump_that_breaks_leaves_no_backup(postgresql, key, folder, tmp_path, monkeypatch):
    broken = tmp_path / "bin"
    broken.mkdir()
    (broken / "pg_dump").write_text("#!/bin/sh\necho PGDMP\necho 'pg_dump: error: \"Salainen\" is full' >&2\nexit 1\n")
    (broken / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", f"{broken}{os.pathsep}{binaries()}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(CommandError) as error:
        call_command("backup", stdout=StringIO())
    assert "Salainen" not in str(error.value)
    assert list(folder.iterdir()) == []
    assert Backup.objects.count() == 0


def test_restoring_waits_for_nobody_to_be_connected(empty, key, folder):
    path = back_up(folder)
    with restored_connection() as other:
        other.ensure_connection()
        assert "Others are connected" in manage(empty, "restore", path, "--key", key, code=1)


def test_old_backups_and_journals_go(postgresql, programs, key, folder, aino):
    path = back_up(folder)
    aino.delete()
    journal.put_beside(folder, str(sealing.identity_in(key).to_public()))
    long_ago = (timezone.now() - datetime.timedelta(days=36)).timestamp()
    for file in folder.iterdir():
        os.utime(file, (long_ago, long_ago))
    (folder / "other.txt").touch()
    os.utime(folder / "other.txt", (long_ago, long_ago))
    assert len(list(folder.iterdir())) == 4
    call_command("backup", stdout=StringIO())
    assert not path.exists() or path.stat().st_mtime > long_ago
    assert (folder / "other.txt").exists()
    assert len(list(folder.glob("*.dump.age"))) == 1


def test_the_journal_says_nothing_but_ids(postgresql, key, folder, aino):
    Assessment.objects.create(owner=aino).delete()
    aino.email = "salainen@kotikunta.example"
    aino.set_password("hyvin salainen sana")
    aino.save()
    entries = list(JournalEntry.objects.values_list("table", "changed"))
    assert ("vatupassi_assessment", None) in entries
    assert ("people_user", {"?password": None, "?email": None}) in entries
    assert b"people_user" not in sealed(folder)


def sealed(folder):
    from core.backup.jobs import put_journal_beside_backups

    put_journal_beside_backups.call()
    (path,) = folder.glob("*.journal.age")
    return path.read_bytes()


def test_answers_without_a_name_leave_no_time_behind(postgresql):
    from verme.models import Answer, Survey, Ticket

    tables = {model._meta.db_table for model in journal.journalled()}
    assert not tables & {model._meta.db_table for model in (Answer, Survey, Ticket)}


def test_the_keys_of_text_are_in_no_backup(postgresql, programs, key, folder, settings):
    path = back_up(folder)
    clear = sealing.decrypt(path.read_bytes(), sealing.identity_in(key))
    assert settings.TEXT_KEYS[0].encode() not in clear
    assert clear.startswith(b"PGDMP")


def test_the_demo_is_told_how_its_file_is_copied(key):
    if connection.vendor == "postgresql":
        pytest.skip("the demo's way, on SQLite only")
    with pytest.raises(CommandError, match="SQLite file, which is copied with: python -c"):
        call_command("backup")


@pytest.mark.parametrize(("changed", "words"), [({"BACKUP_DIR": ""}, "Set BACKUP_DIR"),
                                                ({"BACKUP_RECIPIENT": ""}, "Set BACKUP_RECIPIENT"),
                                                ({"BACKUP_RECIPIENT": "age1x"}, "is no key")])  # fmt: skip
def test_what_is_not_set_is_said(postgresql, key, settings, changed, words):
    for name, value in changed.items():
        setattr(settings, name, value)
    with pytest.raises(CommandError, match=words):
        call_command("backup")


def test_a_key_is_made_once(tmp_path):
    said = StringIO()
    call_command("backup", make_key=tmp_path / "key", stdout=said)
    assert said.getvalue().startswith("BACKUP_RECIPIENT=age1")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="could not be made"):
        call_command("backup", make_key=tmp_path / "key", stdout=said)
