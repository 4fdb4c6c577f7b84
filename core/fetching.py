"""All rows of a statement that is asked again and again, by the shortest way there is.

On PostgreSQL a statement is prepared on the server once for each connection, since planning one that says who may see
what takes ten times its run, and then asked for through psycopg's own layer over libpq: a cursor looks at the statement
anew each time (and parses a long one each time), which costs more than its answer.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import InterfaceError, OperationalError

from core.guards import refuse_writes

if TYPE_CHECKING:
    from psycopg import Connection

Rows = list[Sequence[Any]]


def fetched(connection: Any, sql: str, params: list[Any]) -> Rows:
    """The rows. `connection`: Django's. `sql`: with %s where a value of `params` goes.

    Django's own cursor where statements are recorded or wrapped in more than the guard against writing (in tests);
    psycopg's within a transaction, which it begins with the first statement.
    """
    usual = connection.queries_logged or any(each is not refuse_writes for each in connection.execute_wrappers)
    if usual or connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()  # type: ignore[no-any-return]
    connection.ensure_connection()
    try:
        rows = _asked(connection, sql, params)
    except (OperationalError, InterfaceError):
        if connection.health_check_done or not _is_lost(connection):
            raise
        connection.close()  # lost since the last request: a new one, and the question, which changes nothing, again
        connection.ensure_connection()
        return _asked(connection, sql, params)
    connection.health_check_done = True  # an answer tells as much as Django's SELECT 1, which costs as much as itself
    return rows


def _asked(connection: Any, sql: str, params: list[Any]) -> Rows:
    with connection.wrap_database_errors:
        statements = _of(connection)
        if connection.connection.autocommit:
            return statements.rows(sql, params)
        return statements.cursor.execute(sql, params, prepare=True).fetchall()  # type: ignore[no-any-return]


def _is_lost(connection: Any) -> bool:
    from psycopg.pq import ConnStatus

    return bool(connection.connection.pgconn.status != ConnStatus.OK)


class Statements:
    """The prepared statements of one connection."""

    def __init__(self, raw: Connection) -> None:
        from django.db.backends.postgresql.base import ServerBindingCursor
        from psycopg import adapters, postgres
        from psycopg.pq import Format

        raw.prepare_threshold = 0  # Django turns preparing off; its own cursors, which fill values in, never do it
        self.raw, self.server = raw, raw.pgconn
        make_cursor: Any = ServerBindingCursor
        self.cursor = make_cursor(raw)  # leaves the values out of the statement, so that it is known again
        # Django's reader of moments is in Python, because it serves every time zone. Connections speak UTC, and a list
        # of fifty lines reads a hundred and fifty moments, so psycopg's compiled one reads them here.
        kind = postgres.types["timestamptz"].oid
        compiled = adapters.get_loader(kind, Format.TEXT)
        assert compiled
        self.cursor.adapters.register_loader(kind, compiled)
        self.numbers = itertools.count()
        self.names: dict[tuple[str, tuple[int, ...] | None], bytes] = {}

    def rows(self, sql: str, params: list[Any]) -> Rows:
        """The answer, outside a transaction."""
        from psycopg import OperationalError, errors
        from psycopg.pq import ConnStatus

        try:
            try:
                return self._rows(sql, params)
            except errors.InvalidSqlStatementName:  # psycopg forgets all statements when a transaction is rolled back
                self.names.clear()
                return self._rows(sql, params)
        except MemoryError:  # what psycopg makes of no result at all, as of a connection that is known to be lost
            if self.server.status == ConnStatus.OK:
                raise
            raise OperationalError(self.server.error_message.decode("utf-8", "replace")) from None

    def _rows(self, sql: str, params: list[Any]) -> Rows:
        from psycopg.adapt import PyFormat, Transformer
        from psycopg.pq import ExecStatus

        values = Transformer.from_context(self.cursor)
        sent: Any = values.dump_sequence(params, [PyFormat.AUTO] * len(params))
        name = self.names.get((sql, values.types))
        if name is None:
            name = self._prepare(sql, values.types)
        result = self.server.exec_prepared(name, sent, values.formats)
        if result.status != ExecStatus.TUPLES_OK:
            raise self._error(result)
        values.set_pgresult(result)
        return values.load_rows(0, result.ntuples, tuple)

    def _prepare(self, sql: str, types: tuple[int, ...] | None) -> bytes:
        from psycopg.pq import ExecStatus

        name = b"page_%d" % next(self.numbers)
        result = self.server.prepare(name, _numbered(sql).encode(), types)
        if result.status != ExecStatus.COMMAND_OK:
            raise self._error(result)
        self.names[sql, types] = name
        return name

    def _error(self, result: Any) -> Exception:
        """The statement's own error; what has no code did not come from the server, so the connection is lost."""
        from psycopg import OperationalError, errors
        from psycopg.pq import ConnStatus, DiagnosticField

        error: Exception = errors.error_from_result(result)  # type: ignore[attr-defined]
        from_server = self.server.status == ConnStatus.OK and result.error_field(DiagnosticField.SQLSTATE)
        return error if from_server else OperationalError(str(error))


def _numbered(sql: str) -> str:
    """PostgreSQL's $1, $2 … for Django's %s."""
    parts = sql.split("%s")
    text = parts[0] + "".join(f"${number}{part}" for number, part in enumerate(parts[1:], 1))
    return text.replace("%%", "%")


def _of(connection: Any) -> Statements:
    """Those of the connection as it is now; they go with it."""
    found: Statements | None = getattr(connection, "page_statements", None)
    if found is None or found.raw is not connection.connection:
        found = connection.page_statements = Statements(connection.connection)
    return found
