"""Queries that are built and compiled once, for what every page asks: the signed-in person, the conversation at hand.

Django builds a query anew each time it is asked, and PostgreSQL plans it anew: for one that says in SQL who may see
what, each takes several times as long as the answer. `prepared` keeps the compiled statement, puts the values in, and
lets PostgreSQL keep the plan (`core.fetching`)::

    @prepared
    def page(user: User, pk: UUID) -> QuerySet[Conversation]:
        return Conversation.objects.visible_to(user).filter(pk=pk)

    found = page(request.user, pk)   # a list of conversations

The builder is called with stand-ins, so it may only put its arguments (models' instances, ids or keys) into filters.
Today's date, and when today began, are renewed with the day, and a `timezone.now()` with each call; any other moment is
refused, since it would stay as it was. No prefetching, no slices by argument.
"""

from __future__ import annotations

import copy
import datetime
import functools
import re
import uuid
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.utils import timezone

from core.day import today
from core.fetching import fetched
from core.rows import Maker, Related

if TYPE_CHECKING:
    from django.db.models import QuerySet

Row = TypeVar("Row", bound=models.Model)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?")


NOW = object()


class _Compiled:
    """A statement, what goes where (an argument's place, `NOW`, or a value that stays), and how rows become objects."""

    def __init__(self, build: Callable[..., QuerySet[Any]], values: tuple[Any, ...], alias: str) -> None:
        stand_ins = [uuid.uuid4() for _value in values]
        began = timezone.now()
        rows = build(
            *(_stand_in(value, stand_in, alias) for value, stand_in in zip(values, stand_ins, strict=True)),
        )
        compiler = rows.query.get_compiler(alias)
        self.sql, params = compiler.as_sql()
        ended = timezone.now()
        places: dict[uuid.UUID | str, int] = {value: place for place, value in enumerate(stand_ins)}
        places |= {value.hex: place for place, value in enumerate(stand_ins)}  # SQLite keeps ids as text; keys
        self.params = [(value, _goes_here(value, places, began, ended)) for value in params]
        self.asks_now = any(place is NOW for _value, place in self.params)
        self.compiler, self.alias, select = compiler, alias, compiler.select
        assert compiler.klass_info
        self.maker = Maker(compiler.klass_info, select, alias)
        self.annotations = list(compiler.annotation_col_map.items())
        self.converters = compiler.get_converters([column[0] for column in select[: compiler.col_count]])

    def objects(self, ids: list[uuid.UUID | str]) -> list[Any]:
        """What the statement finds with these values, on this thread's connection."""
        connection = connections[self.alias]
        now = connection.ops.adapt_datetimefield_value(timezone.now()) if self.asks_now else None
        params: list[Any] = []
        for value, place in self.params:
            if isinstance(place, int):
                given = ids[place]
                params.append(given.hex if isinstance(value, str) and isinstance(given, uuid.UUID) else given)
            else:
                params.append(now if place is NOW else value)
        rows: Any = fetched(connection, self.sql, params)
        if self.converters:
            compiler = copy.copy(self.compiler)
            compiler.connection = connection
            rows = compiler.apply_converters(rows, self.converters)
        known: Related = {}
        return [self._object(row, known) for row in rows]

    def _object(self, row: Sequence[Any], known: Related) -> Any:
        found = self.maker.make(row, known)
        for name, place in self.annotations:
            setattr(found, name, row[place])
        return found


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
    if moment == timezone.localtime(ended).replace(hour=0, minute=0, second=0, microsecond=0):
        return None  # when today began
    raise ValueError("a moment in a prepared query would stay as it was")


_all_made: list[dict[tuple[datetime.date, str], _Compiled]] = []


def forget() -> None:
    """Build every statement anew: for tests that change what a queryset method says."""
    for made in _all_made:
        made.clear()


def prepared(build: Callable[..., QuerySet[Row]]) -> Callable[..., list[Row]]:
    """The rows of a query that is built once a day. Arguments: instances with ids, ids, or keys (texts)."""
    made: dict[tuple[datetime.date, str], _Compiled] = {}
    _all_made.append(made)

    @functools.wraps(build)
    def rows(*values: Any) -> list[Row]:
        ids = [value.pk if isinstance(value, models.Model) else value for value in values]
        if any(not isinstance(value, (uuid.UUID, str)) for value in ids):
            return []  # nobody's id, for instance of a visitor
        alias = DEFAULT_DB_ALIAS
        key = today(), connections[alias].vendor
        compiled = made.get(key)
        if compiled is None:
            compiled = _Compiled(build, values, alias)
            made.clear()
            made[key] = compiled
        return compiled.objects(ids)

    return rows
