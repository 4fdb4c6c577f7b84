"""Queries that are built and compiled once, for what every page asks: the signed-in person, the conversation at hand.

Django builds a query anew each time it is asked, and PostgreSQL plans it anew: for one that says in SQL who may see
what, each takes several times as long as the answer. `prepared` keeps the compiled statement, puts the values in, and
lets PostgreSQL keep the plan::

    @prepared
    def page(user: User, pk: UUID) -> QuerySet[Conversation]:
        return Conversation.objects.visible_to(user).filter(pk=pk)

    found = page(request.user, pk)   # a list of conversations

The builder is called with stand-ins, so it may only put its arguments (models' instances, ids or keys) into filters.
Today's date is renewed with the day, and a `timezone.now()` with each call; any other moment is refused, since it
would stay as it was. No prefetching, no slices by argument.
"""

from __future__ import annotations

import copy
import datetime
import functools
import re
import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.query import ModelIterable
from django.utils import timezone

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=models.Model)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?")


NOW = object()


class _Compiled:
    """A statement, and what goes where: an argument's place, `NOW`, or a value that stays."""

    def __init__(self, build: Callable[..., QuerySet[Any]], values: tuple[Any, ...], alias: str) -> None:
        stand_ins = [uuid.uuid4() for _value in values]
        began = timezone.now()
        rows = build(*(_stand_in(value, stand_in, alias) for value, stand_in in zip(values, stand_ins, strict=True)))
        self.compiler: SQLCompiler = rows.query.get_compiler(alias)
        self.sql, params = self.compiler.as_sql()
        ended = timezone.now()
        columns = [column[0] for column in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)  # the same for every row, and dear to find
        places: dict[uuid.UUID | str, int] = {value: place for place, value in enumerate(stand_ins)}
        places |= {value.hex: place for place, value in enumerate(stand_ins)}  # SQLite keeps ids as text; keys
        self.params = [(value, _goes_here(value, places, began, ended)) for value in params]

    def bound(self, ids: list[uuid.UUID | str], alias: str) -> SQLCompiler:
        """A compiler that gives the statement with these values, on this thread's connection."""
        compiler = copy.copy(self.compiler)
        compiler.connection = _keeping_plans(connections[alias])
        now = compiler.connection.ops.adapt_datetimefield_value(timezone.now())
        params: list[Any] = []
        for value, place in self.params:
            if isinstance(place, int):
                given = ids[place]
                params.append(given.hex if isinstance(value, str) and isinstance(given, uuid.UUID) else given)
            else:
                params.append(now if place is NOW else value)
        compiler.as_sql = lambda *words, **more: (self.sql, params)  # type: ignore[method-assign, assignment]
        compiler.get_converters = lambda columns: self.converters  # type: ignore[method-assign, assignment]
        return compiler


def _keeping_plans(connection: Any) -> Any:
    """On PostgreSQL a connection whose statements are prepared on the server: planning takes ten times their run."""
    return _ServerSide(connection) if connection.vendor == "postgresql" else connection


class _ServerSide:
    """A connection of Django's with another kind of cursor."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)

    def cursor(self) -> Any:
        """A cursor that leaves the values out of the statement, so that the server knows it again.

        Where statements are recorded (in tests), the usual one: a record without its values would tell little.
        """
        if self.connection.queries_logged:
            return self.connection.cursor()
        self.connection.close_if_health_check_failed()
        self.connection.ensure_connection()
        raw = self.connection.connection
        raw.prepare_threshold = 0  # Django turns preparing off; its own cursors, which fill values in, never do it
        usual, raw.cursor_factory = raw.cursor_factory, _preparing()
        try:
            return self.connection.cursor()
        finally:
            raw.cursor_factory = usual


@functools.cache
def _preparing() -> type:
    from django.db.backends.postgresql.base import ServerBindingCursor

    class Preparing(ServerBindingCursor):
        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            return super().execute(query, params, prepare=True, **options)  # type: ignore[misc]

    return Preparing


def _stand_in(value: Any, stand_in: uuid.UUID, alias: str) -> Any:
    """In an instance's place one that has its id alone: reading more of it asks the database in vain, and so fails."""
    if isinstance(value, str):
        return stand_in.hex
    if not isinstance(value, models.Model):
        return stand_in
    key = value._meta.pk
    assert key
    return value.__class__.from_db(alias, [key.attname], [stand_in])


def _goes_here(
    value: Any, places: dict[uuid.UUID | str, int], began: datetime.datetime, ended: datetime.datetime
) -> int | object | None:
    """Which argument the value stands for, `NOW` when it was the moment of building, None when it stays."""
    if isinstance(value, (uuid.UUID, str)) and value in places:
        return places[value]
    moment = value
    if isinstance(value, str) and MOMENT.fullmatch(value):  # SQLite's way, in UTC
        moment = datetime.datetime.fromisoformat(value).replace(tzinfo=datetime.UTC)
    if not isinstance(moment, datetime.datetime):
        return None
    if began <= moment <= ended:
        return NOW
    raise ValueError("a moment in a prepared query would stay as it was")


def prepared(build: Callable[..., QuerySet[Row]]) -> Callable[..., list[Row]]:
    """The rows of a query that is built once a day. Arguments: instances with ids, ids, or keys (texts)."""
    made: dict[tuple[datetime.date, str], _Compiled] = {}

    @functools.wraps(build)
    def rows(*values: Any) -> list[Row]:
        ids = [value.pk if isinstance(value, models.Model) else value for value in values]
        if any(not isinstance(value, (uuid.UUID, str)) for value in ids):
            return []  # nobody's id, for instance of a visitor
        alias = DEFAULT_DB_ALIAS
        key = timezone.localdate(), connections[alias].vendor
        compiled = made.get(key)
        if compiled is None:
            compiled = _Compiled(build, values, alias)
            made.clear()
            made[key] = compiled
        query = SimpleNamespace(get_compiler=lambda using: compiled.bound(ids, using))
        source = SimpleNamespace(db=alias, query=query, _known_related_objects={})
        return list(ModelIterable(source))  # type: ignore[arg-type]

    return rows
