"""Who may see and do what: every address × method × state × role, as tests/access/table.py says."""

from collections.abc import Iterable, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.table import ROWS
from tests.access.visits import violations
from tests.states import STATES, make_world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", STATES)
def test_the_role_table_holds(state: str) -> None:
    found = list(violations(make_world(state)))
    assert not found, "\n".join(found)


# ---- No address without a row


def names(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str | None]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            yield pattern.name


def without_a_row(names: Iterable[str | None]) -> list[str]:
    known = {row.name for row in ROWS}
    return sorted(str(name) for name in names if name not in known)


def test_every_url_has_a_row() -> None:
    assert without_a_row(names(get_resolver().url_patterns)) == []


def test_a_url_without_a_row_is_found() -> None:
    assert without_a_row(["home", None, "board_of_everybody"]) == ["None", "board_of_everybody"]
