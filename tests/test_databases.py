"""The tests' own databases: made from a copy, and put back after a test that commits."""

import ast

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from core.models import AccessLog
from support.models import Measure
from tests import migrated
from tests.factories import make_person, make_unit
from tests.faults.migrating import digests
from vatupassi.models import Occasion

pytestmark = pytest.mark.both_databases


def imported(path):
    """The modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_all_that_migrations_import_is_in_the_digest():
    """What else is edited leaves a copy that is older than it."""
    files = sorted(migrated.ROOT.glob("*/migrations/*.py"))
    names = {name.replace(".", "/") + ".py" for path in files for name in imported(path)}
    assert {name for name in names if (migrated.ROOT / name).exists()} == set(migrated.IMPORTED)


def test_after_a_test_that_commits_the_database_is_as_the_migrations_left_it(transactional_db):
    before = digests(connection)
    reader = make_person(unit=make_unit())
    Occasion.objects.get(code="early-support").delete()
    Measure.objects.update(name_fi="x")
    seen = {"reader_role": "hr", "kind": "x", "item": reader.pk, "party": False, "day": timezone.localdate()}
    AccessLog.objects.create(reader=reader, subject=reader, at=timezone.now(), **seen)  # which nobody else can delete
    changed = {table for table, rows in digests(connection).items() if rows != before[table]}
    assert {"people_user", "vatupassi_occasion", "support_measure", "core_accesslog"} <= changed
    call_command("flush", verbosity=0, interactive=False)
    assert digests(connection) == before
    reader = make_person()
    line = AccessLog.objects.create(reader=reader, subject=reader, at=timezone.now(), **seen)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():  # its guards are there again
        line.delete()
