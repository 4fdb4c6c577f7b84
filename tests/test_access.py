"""Who may see and do what: every address × method × state × role, as tests/access/table.py says."""

import pytest

from tests.access.visits import violations
from tests.states import STATES, make_world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", STATES)
def test_the_role_table_holds(state: str) -> None:
    found = list(violations(make_world(state)))
    assert not found, "\n".join(found)
