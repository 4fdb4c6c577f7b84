"""Who may see and do what: every address × method × state × role, as tests/access/table.py says."""

import pytest
from django.db import connection

from tests.access.table import ROWS
from tests.access.visits import sessions, violations
from tests.states import STATES, make_world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", STATES)
def test_the_role_table_holds(state: str) -> None:
    found = list(violations(make_world(state)))
    assert not found, "\n".join(found)


@pytest.mark.both_databases
@pytest.mark.skipif(connection.vendor != "sqlite", reason="there the whole table is tried")
@pytest.mark.parametrize("state", ["talk", "hr own"])
def test_every_address_answers_on_sqlite_too(state: str) -> None:
    """Each by one of those who get the answer, in a state with open texts and one with everything else."""
    world, found = make_world(state), []
    keys = sessions(world)
    for row in ROWS:
        if allowed := sorted(row.allowed(world) & keys.keys()):
            found += violations(world, [row], allowed[:1], keys)
    assert not found, "\n".join(found)
