"""What one visit must not leave behind: rows written by a GET, pages kept by a browser, content in HR's queries."""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from core.guards import MAY_BE_WRITTEN
from core.sealed import SealedField
from tests.pdf_ua import faults_of_ua

KEEPERS = {"hr", "other_hr", "admin", "officer"}
UNOPENED = {"talk", "taken back"}  # states in which nothing is open to HR, and their queries are looked at
SENT_TO_HR = {  # by whoever the page tells that HR reads it
    *('"workshops_idea"."text"', '"support_helprequest"."question"', '"support_helprequest"."answer"'),
    '"people_rightsrequest"."answer"',
}
SENT_TO_OFFICER = {'"people_rightsrequest"."text"', '"people_rightsrequest"."answer"'}
# a refused request asks for rows of which one is a party
DOOR = re.compile(r'"(employee_id|owner_id)" = |"support_loadnotice"."(by_id|supervisor_id)" = ')
OWN = re.compile(
    r'"(owner_id|assessment_id)" (=|IN)|"support_(helprequest|loadnotice)"."by_id" ='  # one's own
)

# ---- What a GET leaves behind


def changes() -> dict[str, tuple[int, int]]:
    """For each table how many rows this transaction has written, tried to write or deleted, and the file it lies in.

    As PostgreSQL counts them, whatever way they went. On SQLite, where the same views run, nobody counts.
    """
    if connection.vendor != "postgresql":
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)"
            " + pg_stat_get_xact_tuples_deleted(oid), relfilenode"
            " FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        return {table: (rows, file) for table, rows, file in cursor.fetchall()}


class Changes:
    """The tables that are written in a visit, but for those that a GET may write."""

    def __init__(self) -> None:
        self.before = changes()
        self.tables: list[str] = []

    def __call__(self) -> None:
        """Look now, before the visit is undone. After an error in the database nothing is changed or can be asked."""
        if transaction.get_rollback():
            return
        after = changes()
        new = {table for table in after.keys() | self.before.keys() if after.get(table) != self.before.get(table)}
        self.tables = sorted(new - MAY_BE_WRITTEN)


# ---- Shared computers


def kept(response: HttpResponse, label: str) -> Iterator[str]:
    """What a browser would keep of a signed-in person."""
    if "no-store" not in response.headers.get("Cache-Control", ""):
        yield "may be stored"
    cleared = response.headers.get("Clear-Site-Data", "")
    if cleared != ('"cache", "storage"' if label == "POST account_logout" else ""):
        yield f"clears {cleared or 'nothing'}"


def without_charset(response: HttpResponse) -> Iterator[str]:
    """A text whose letters the receiver has to guess."""
    kind = response.headers.get("Content-Type", "")
    if kind.startswith("text/") and "charset=" not in kind:
        yield f"{kind} without its charset"


def paper(response: HttpResponse) -> Iterator[str]:
    """What a paper breaks of PDF/UA-1: every paper has an address, and every address a row."""
    is_paper = response.status_code == 200 and response.headers.get("Content-Type") == "application/pdf"
    if is_paper and (data := response.getvalue()) != UPLOADED:
        yield from faults_of_paper(data)


UPLOADED = b"%PDF-"  # what the worlds' people have brought from elsewhere


@functools.lru_cache(64)  # many see the same one
def faults_of_paper(data: bytes) -> tuple[str, ...]:
    return tuple(faults_of_ua(data))


# ---- HR, the system administrator and the data protection officer read nothing


@functools.cache
def content_columns() -> set[str]:
    """Every sealed column, by introspection: a new one is watched by itself."""
    return {
        f'"{model._meta.db_table}"."{field.column}"'
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, SealedField)
    }


def named(queries: Iterable[dict[str, str]], role: str) -> list[str]:
    """Queries that name a content column, but for those of one's own assessment and of what is sent to the role."""
    columns = content_columns() - (SENT_TO_OFFICER if role == "officer" else SENT_TO_HR)
    return [
        query["sql"]
        for query in queries
        if any(column in query["sql"] for column in columns) and not OWN.search(query["sql"])
    ]


@contextlib.contextmanager
def queries(state: str, role: str) -> Iterator[list[dict[str, str]]]:
    """The queries of HR, the system administrator and the officer where nothing is open to them; nobody else's."""
    if role not in KEEPERS or state not in UNOPENED:
        yield []
        return
    with CaptureQueriesContext(connection) as captured:
        yield (found := [])
    found += captured.captured_queries


def content(asked: list[dict[str, str]], role: str, refused: bool) -> Iterator[str]:
    """Queries of theirs that even select an encrypted column.

    A refused request may ask for a row with its text, but only through the door that finds none for them.
    """
    for sql in named(asked, role):
        if not (refused and DOOR.search(sql)):
            yield f"asks for content: {sql}"
