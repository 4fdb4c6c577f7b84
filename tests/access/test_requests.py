"""What holds for every address: a row in the table, the proof in a form, other methods than its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.sweep import content_columns, named
from tests.access.table import DEMO_ROWS, GONE, MOVED, OK, ROWS, Row
from tests.access.visits import outcome, sessions, visit
from tests.conftest import ROOT
from tests.states import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world("talk")


def names(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str | None]:
    """The names of all addresses."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            yield pattern.name


def without_a_row(found: Iterable[str | None], rows: Iterable[Row] = ROWS) -> list[str]:
    """The names that the role table does not know."""
    known = {row.name for row in rows}
    return sorted(str(name) for name in found if name not in known)


def browser(session: str, **options: Any) -> Client:
    """A browser with this session."""
    client = Client(**options)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


# ---- No address without a row


def test_every_url_has_a_row() -> None:
    assert without_a_row(names(get_resolver().url_patterns)) == []


def test_a_url_without_a_row_is_found() -> None:
    assert without_a_row(["home", None, "board_of_everybody"]) == ["None", "board_of_everybody"]


def test_every_row_has_a_url() -> None:
    assert {row.name for row in ROWS} - set(names(get_resolver().url_patterns)) == set()


def test_what_only_the_demo_has() -> None:
    """A process of its own, as the demo starts: its addresses are those of the table and no more."""
    code = (
        "import django; django.setup()\n"
        "from django.urls import get_resolver\n"
        "def names(patterns):\n"
        "    for one in patterns:\n"
        "        yield from names(one.url_patterns) if hasattr(one, 'url_patterns') else [one.name]\n"
        "print(*names(get_resolver().url_patterns))\n"
    )
    env = {"PATH": "", "DEMO": "true", "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert without_a_row(run.stdout.split()) == sorted(DEMO_ROWS)


@pytest.mark.parametrize("name", DEMO_ROWS)
def test_what_the_demo_has_exists_nowhere_else(world: World, name: str) -> None:
    for session in sessions(world).values():
        for method in ("get", "post"):
            assert getattr(browser(session), method)(DEMO_ROWS[name]).status_code in (302, 404)


# ---- The proof in a form


def test_no_form_works_without_its_proof(world: World) -> None:
    keys = sessions(world)
    tried = 0
    for row in ROWS:
        if row.method == "POST":
            role = next(iter(sorted(row.allowed(world))), "employee")
            client = browser(keys[role], enforce_csrf_checks=True)
            response = client.post(row.address(world), row.data(world) if row.data else {})
            assert response.status_code == 403, (row.label, role)
            assert [template.name for template in response.templates][:1] == ["403_csrf.html"], row.label
            tried += 1
    assert tried > 40


def test_a_visitors_forms_need_it_too() -> None:
    for row in ROWS:
        if row.method == "POST" and row.anonymous == OK:
            address = row.address(None)  # type: ignore[arg-type]
            assert Client(enforce_csrf_checks=True).post(address).status_code == 403, row.label


# ---- Methods


def test_a_method_without_a_row_does_nothing(world: World) -> None:
    keys = sessions(world)
    by_name = {row.name: row for row in ROWS}
    known = {(row.method, row.name) for row in ROWS}
    for name, row in by_name.items():
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            if (method, name) in known or (method != "GET" and name.startswith(("account_", "mfa_", "usersessions_"))):
                continue  # allauth's own class-based pages answer PUT like POST; their rows try what they do
            for role in ("anonymous", "employee", "hr"):
                response = browser(keys[role]).generic(method, row.address(world))
                led = MOVED if method == "GET" else "405"  # to the page above
                assert outcome(response) in ("405", GONE, "login", led), (method, name, role)


# ---- HR and the system administrator read nothing


def test_the_content_columns_are_found() -> None:
    columns = content_columns()
    assert {'"vatupassi_note"."text"', '"vatupassi_memo"."pdf"', '"vatupassi_assessmentitem"."note"'} <= columns


def test_the_same_queries_of_a_party_do(world: World) -> None:
    step = next(row for row in ROWS if row.name == "conversation_step")
    with CaptureQueriesContext(connection) as captured:
        assert outcome(visit(step, world, sessions(world)["employee"])) == OK
    assert named(captured.captured_queries, "hr") != []
