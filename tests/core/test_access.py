"""The access log: no log, no content; once a day; append-only; a chain that shows what was changed."""

import uuid

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from core import access, append_only, outbox
from core.access import ReadItem
from core.models import AccessLog, AccessSeal, Mail
from core.running import signs
from tests.core.conftest import Note
from tests.jobs import run_jobs

pytestmark = pytest.mark.both_databases


def item_about(subject, **fields):
    return ReadItem(
        **{"kind": "note", "item": uuid.uuid4(), "subject": subject.pk, "role": "hr", "party": False} | fields
    )


def write(reader, subject, count):
    for _number in range(count):
        access.record(reader, item_about(subject))


def test_opening_writes_who_read_what_about_whom(aino, matti):
    note = Note.objects.create(owner=aino, text="t", other="o")
    note.text.open(matti)
    note.other.open(matti)
    row = AccessLog.objects.get()
    assert (row.reader, row.subject, row.kind, row.item) == (matti, aino, "note", note.pk)
    assert (row.reader_role, row.party, row.seal) == ("supervisor", True, None)
    assert list(AccessLog.objects.visible_to(aino)) == [row]
    assert list(AccessLog.objects.visible_to(matti)) == []


def test_reading_about_oneself_is_not_logged(aino):
    assert Note.objects.create(owner=aino, text="t").text.open(aino) == "t"
    assert AccessLog.objects.count() == 0


def test_empty_text_is_not_a_reading(aino, matti):
    assert Note.objects.create(owner=aino).text.open(matti) == ""
    assert AccessLog.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_steady_state_costs_no_sql_and_each_day_counts(aino, matti, django_assert_num_queries):
    item = item_about(aino)
    with time_machine.travel("2026-03-02T20:00:00Z", tick=False):
        with transaction.atomic(), django_assert_num_queries(1):
            access.record(matti, item)
        with django_assert_num_queries(0):
            access.record(matti, item)
    with time_machine.travel("2026-03-02T22:30:00Z", tick=False):  # already the next day in Finland
        access.record(matti, item)
    assert [str(row.day) for row in AccessLog.objects.order_by("pk")] == ["2026-03-02", "2026-03-03"]


def test_another_process_finds_the_row_already_there(aino, matti):
    item = item_about(aino)
    access.record(matti, item)
    access.forget()
    access.record(matti, item)
    assert AccessLog.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_memory_never_outlives_a_rollback(aino, matti):
    item = item_about(aino)

    @transaction.atomic
    def read_and_fail():
        access.record(matti, item)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        read_and_fail()
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError):
            read_and_fail()  # a savepoint
        assert AccessLog.objects.count() == 0
    access.record(matti, item)
    assert AccessLog.objects.count() == 1


def test_no_log_no_content(aino, matti):
    note = Note.objects.create(owner=aino, text="t")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE core_accesslog RENAME TO gone")
        with pytest.raises(DatabaseError), transaction.atomic():
            note.text.open(matti)
        transaction.set_rollback(True)


CHANGES = {
    "row": "UPDATE core_accesslog SET reader_role = 'x'",
    "unsealed row deleted": "DELETE FROM core_accesslog",
    "seal taken off": "UPDATE core_accesslog SET seal_id = NULL",
    "seal": "UPDATE core_accessseal SET hash = 'x'",
    "seal deleted": "DELETE FROM core_accessseal",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_database_refuses_changes(aino, matti, change):
    write(matti, aino, 2)
    access.seal()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    write(matti, aino, 1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_accesslog WHERE seal_id IS NULL")
    assert list(access.verify()) == []


def test_sealing_chains_batches(aino, matti):
    assert access.seal() == 0
    write(matti, aino, 3)
    assert access.seal() == 3
    write(matti, aino, 2)
    assert (access.seal(), access.seal()) == (2, 0)
    assert [(link.number, link.count) for link in AccessSeal.objects.order_by("number")] == [(1, 3), (2, 2)]
    assert list(access.verify()) == []
    call_command("verify_access_log", verbosity=0)


FORGERIES = {
    "UPDATE core_accesslog SET reader_role = 'x' WHERE id = (SELECT min(id) FROM core_accesslog)": [
        "a row under seal 1 was changed"
    ],
    "DELETE FROM core_accesslog WHERE id = (SELECT min(id) FROM core_accesslog)": ["seal 1 covers 2 rows, 1 are there"],
    "UPDATE core_accessseal SET rows_hash = 'x' WHERE number = 1": [
        "seal 1 does not follow from the one before it",
        "a row under seal 1 was changed",
    ],
    "DELETE FROM core_accesslog; DELETE FROM core_accessseal": ["the chain ends at 0, the server's log knows 2"],
}


@pytest.mark.parametrize(("forgery", "found"), FORGERIES.items(), ids=["changed", "deleted", "seal", "all"])
def test_verify_finds_what_was_changed_past_the_triggers(aino, matti, forgery, found):
    for _round in range(2):
        write(matti, aino, 2)
        access.seal()
    head = AccessSeal.objects.get(number=2)
    with append_only.lifted(connection), connection.cursor() as cursor:
        for statement in forgery.split("; "):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert list(access.verify({2: head.hash})) == found
    with pytest.raises(CommandError, match=found[0]):
        call_command("verify_access_log", known=[f"2:{head.hash}"])


def test_a_chain_made_anew_does_not_match_the_servers_log(aino, matti):
    write(matti, aino, 1)
    access.seal()
    assert list(access.verify({1: "0" * 64})) == ["seal 1 is not the one noted in the server's log"]


def test_the_chain_is_looked_through_each_night_and_a_break_is_told(aino, matti, mikael, liisa, sari):
    write(matti, aino, 3)
    access.seal()
    access.verify_nightly.call()
    assert not Mail.objects.filter(kind="access_log_broken").exists()
    with append_only.lifted(connection):
        AccessLog.objects.order_by("pk").first().delete()
    with pytest.raises(access.ChainBroken):
        access.verify_nightly.call()
    told = Mail.objects.filter(kind="access_log_broken")
    assert set(told.values_list("to", flat=True)) == {mikael.pk, liisa.pk}
    assert "72 tunnin" in outbox.letter(told.first()).body


def test_a_night_without_a_whole_chain_shows_for_the_administrator(aino, matti, mikael, signed_in):
    write(matti, aino, 2)
    access.seal()
    page = signed_in(mikael)
    assert "Ei vielä tarkistettu" in page.get("/yllapito/tila/").content.decode()
    access.verify_nightly.enqueue()
    run_jobs()
    assert "Eheä: tarkistettu" in page.get("/yllapito/tila/").content.decode()
    assert signs.chain_check().is_whole
    with append_only.lifted(connection):
        AccessLog.objects.order_by("pk").first().delete()
    access.verify_nightly.enqueue()
    run_jobs()
    assert "Ei eheä: tarkistettu" in page.get("/yllapito/tila/").content.decode()
    assert not signs.chain_check().is_whole
