"""Trying the role table: every role at every row, one request each, undone after it."""

from __future__ import annotations

import contextlib
import functools
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from core.pdf_process import Drawer, drawer
from tests.access import sweep
from tests.access.table import GONE, LOGIN, MOVED, OK, ROWS, Row
from tests.states import World

ANSWERS = {200: OK, 204: OK, 409: OK, 422: OK, 302: MOVED, 404: GONE}


class Undo(Exception):
    """Roll back what a request did."""


def sessions(world: World) -> dict[str, str]:
    """Each role's session, signed in once."""
    keys = {"anonymous": ""}
    for role, person in world.people.items():
        client = Client()
        client.force_login(person)
        keys[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return keys


@functools.cache
def browser(_middleware: tuple[str, ...]) -> Client:
    """One for all visits, since a new one makes the middleware anew; sweep.py's tests have middleware of their own."""
    return Client(raise_request_exception=False)


@contextlib.contextmanager
def unlogged() -> Iterator[None]:
    """Refusals are not logged: pytest keeps each record, and a record keeps its request, half a gigabyte in a table."""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


@functools.lru_cache(128)
def drawn(html: str) -> bytes:
    """The paper, drawn for the first who asks: equal documents are equal bytes (tests/core/test_pdf.py)."""
    return Drawer.draw_for_page(drawer, html)


@contextlib.contextmanager
def drawn_once() -> Iterator[None]:
    """Many roles are given the same paper; each has it laid out as HTML, and one has it drawn."""
    drawer.draw_for_page = drawn  # type: ignore[method-assign]
    try:
        yield
    finally:
        del drawer.draw_for_page


def visit(
    row: Row,
    world: World,
    session: str,
    *,
    address: str = "",
    headers: Any = None,
    look: Callable[[], None] = lambda: None,
) -> HttpResponse:
    """The answer to one request in a browser with this session. What it did is rolled back after a last `look`."""
    client = browser(tuple(settings.MIDDLEWARE))
    client.cookies.clear()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    address = address or row.address(world)
    try:
        with unlogged(), drawn_once(), transaction.atomic():
            if row.method == "GET":
                query = row.query(world) if row.query else {}
                response = client.get(address, query, headers=headers)
            else:
                response = client.post(address, row.data(world) if row.data else {}, headers=headers)
            look()
            raise Undo
    except Undo:
        return response


def outcome(response: HttpResponse) -> str:
    """ok, moved, login, 404 or the bare status."""
    if response.status_code == 302 and response.headers["Location"].startswith("/kirjaudu/?next="):
        return LOGIN
    return ANSWERS.get(response.status_code, str(response.status_code))


def shown(response: HttpResponse) -> str:
    """What the page says, without the tokens that differ each time."""
    text = response.content.decode("utf-8", "replace")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


def violations(
    world: World, rows: Iterable[Row] = ROWS, roles: Iterable[str] = (), keys: Mapping[str, str] | None = None
) -> Iterator[str]:
    """What is otherwise than the table says, texts shown to those who may not read them, and what sweep.py looks for.

    Each row is tried by the roles that the table names for the state, or by those given. `keys`: their sessions.
    """
    keys = keys or sessions(world)
    for row in rows:
        if world.state not in row.states:
            continue
        for role in keys.keys() & (set(roles) or row.tried(world)):
            for fault in faults(row, world, role, keys[role]):
                yield f"{row.label} | {world.state} | {role}: {fault}"


def faults(row: Row, world: World, role: str, key: str) -> Iterator[str]:
    """Everything that one visit can do wrong."""
    written = sweep.Changes() if row.method == "GET" else None
    with sweep.queries(world.state, role) as asked:
        response = visit(row, world, key, look=written or (lambda: None))
    found, expected = outcome(response), row.expected(world, role)
    if found != expected:
        yield f"{found}, should be {expected}"
    yield from sweep.without_charset(response)
    yield from sweep.paper(response)
    text = shown(response)
    for secret, entitled in world.secrets.items():
        if role not in entitled and secret in text:
            yield f"shows {secret}"
    if written:
        yield from (f"writes {table}" for table in written.tables)
    if role != "anonymous":
        yield from sweep.kept(response, row.label)
    yield from sweep.content(asked, role, refused=found == GONE)
