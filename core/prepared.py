"""Queries that are compiled once a day, for what every page asks: the signed-in person, the conversation at hand.

Django builds and compiles a query anew each time it is asked: for one that says in SQL who may see what, that takes
several times as long as the answer. `prepared` keeps the statement and puts the ids in::

    @prepared(related=["employee"])
    def page(user: User, pk: UUID) -> QuerySet[Conversation]:
        return Conversation.objects.visible_to(user).filter(pk=pk)

    found = page(request.user, pk)   # a list of conversations, each with its employee

The function is called with stand-ins, so it may only put its arguments (models' instances or ids) into filters: of an
instance nothing but the id can be read. Today's date is renewed with the day, and a `timezone.now()` with each call;
any other moment is refused, since it would stay as it was, except midnight. No prefetching or `values()`, and no
annotation that is more than the database's own value (of a field with `from_db_value`, such as a sealed text).

PostgreSQL only; on SQLite, the demo's, the query is asked as it is, and so it can be everywhere by making `prepared` do
what `_plain` does. The day's first time Django asks, and an `execute_wrapper` sees the statement on its way; from then
on the statement goes through Django's cursor.
"""

from __future__ import annotations

import datetime
import functools
import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.utils import timezone

from core.day import today

if TYPE_CHECKING:
    from django.db.models import QuerySet

Row = TypeVar("Row", bound=models.Model)
Build = Callable[..., "QuerySet[Row]"]
NOW = object()


class _Columns:
    """The columns of one model in a row, what a statement calls them, and how they become an object."""

    def __init__(self, model: type[models.Model], only: Sequence[str], path: str = "") -> None:
        fields = [field for field in model._meta.concrete_fields if not only or field.name in only]
        self.model, self.names = model, [field.attname for field in fields]
        own = [field.db_column or field.attname for field in fields]
        self.titles = [f"{path}__{name}" for name in self.names] if path else own
        self.key = next(place for place, field in enumerate(fields) if field.primary_key)
        converters = ((place, getattr(field, "from_db_value", None)) for place, field in enumerate(fields))
        self.converters = [(place, convert) for place, convert in converters if convert]
        self.part = slice(0)  # of a row

    def object(self, row: Sequence[Any]) -> Any:
        """The object; None where an outer join has found nothing."""
        values = row[self.part]
        if values[self.key] is None:
            return None
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, _converted(values, self.converters))


Params = list[tuple[Any, "int | object | None"]]  # each value, and what goes in its place: see `_place`


class _Statement:
    """A compiled statement, its values, and the columns of its rows."""

    def __init__(
        self, sql: str, params: Params, titles: list[str], own: _Columns, related: dict[str, _Columns]
    ) -> None:
        self.sql, self.params, self.own, self.related = sql, params, own, related
        self.locks = " FOR UPDATE" in sql
        assert len(set(titles)) == len(titles)
        self.annotations = dict(enumerate(titles))
        for columns in (own, *related.values()):
            start = titles.index(columns.titles[0])
            columns.part = slice(start, start + len(columns.titles))
            assert [self.annotations.pop(place) for place in range(start, columns.part.stop)] == columns.titles

    def objects(self, ids: Sequence[uuid.UUID]) -> list[Any]:
        """What the statement finds with these ids."""
        assert not (self.locks and transaction.get_autocommit()), "a lock ends with its transaction"
        with connection.cursor() as cursor:
            cursor.execute(self.sql, _filled(self.params, ids))
            return self.made_of(cursor.fetchall())

    def made_of(self, rows: Iterable[Sequence[Any]]) -> list[Any]:
        """The rows as objects, each with its annotations and its related objects."""
        found = []
        for row in rows:
            found.append(one := self.own.object(row))
            for place, name in self.annotations.items():
                setattr(one, name, row[place])
            for path, columns in self.related.items():
                setattr(one, path, columns.object(row))
        return found


def _first(
    build: Build[Any], values: Sequence[Any], ids: Sequence[uuid.UUID], related: Sequence[str], only: Sequence[str]
) -> tuple[_Statement, list[Any]]:
    """The statement, seen while Django asks it with stand-ins, and what it finds with the ids in their place."""
    stand_ins = [uuid.uuid4() for _value in values]
    began = timezone.now()
    rows = build(*map(_stand_in, values, stand_ins))
    own, theirs = _Columns(rows.model, only), {}
    for path in related:
        wanted = [name.removeprefix(f"{path}__") for name in only if name.startswith(f"{path}__")]
        theirs[path] = _Columns(rows.model._meta.get_field(path).related_model, wanted, path)  # type: ignore[arg-type]
    rows = rows.select_related(None).defer(None)
    rows = rows.only(*(name for name in only if "__" not in name)) if only else rows
    rows = rows.annotate(**{title: models.F(title) for columns in theirs.values() for title in columns.titles})
    seen: list[tuple[_Statement, list[Any]]] = []

    def see(execute: Callable[..., Any], sql: str, params: Sequence[Any], many: bool, context: dict[str, Any]) -> Any:
        ended = timezone.now()
        places = [(value, _place(value, stand_ins, began, ended)) for value in params]
        answer = execute(sql, _filled(places, ids), many, context)
        cursor = context["cursor"]
        statement = _Statement(sql, places, [column[0] for column in cursor.description], own, theirs)
        seen.append((statement, statement.made_of(cursor.fetchall())))
        return answer

    with connection.execute_wrapper(see):
        list(rows)  # of which none is left
    ((statement, found),) = seen
    return statement, found


def _filled(params: Params, ids: Sequence[uuid.UUID]) -> list[Any]:
    """The values with these ids, and with this moment, where stand-ins were."""
    now = timezone.now()
    return [ids[place] if isinstance(place, int) else now if place is NOW else value for value, place in params]


Converters = list[tuple[int, Callable[..., Any]]]


def _converted(values: Sequence[Any], converters: Converters) -> Sequence[Any]:
    if not converters:
        return values
    changed = list(values)
    for place, convert in converters:
        changed[place] = convert(changed[place], None, connection)
    return changed


def _stand_in(value: Any, stand_in: uuid.UUID) -> Any:
    """In an instance's place one that has its id alone: reading more of it asks the database in vain, and so fails."""
    if not isinstance(value, models.Model):
        return stand_in
    key = next(field for field in value._meta.concrete_fields if field.primary_key)
    return value.from_db(DEFAULT_DB_ALIAS, [key.attname], [stand_in])


def _place(
    value: Any, stand_ins: list[uuid.UUID], began: datetime.datetime, ended: datetime.datetime
) -> int | object | None:
    """Which argument the value stands for, `NOW` when it was the moment of building, None when it stays."""
    if isinstance(value, uuid.UUID) and value in stand_ins:
        return stand_ins.index(value)
    if not isinstance(value, datetime.datetime):
        return None
    if began <= value <= ended:
        return NOW
    if value == timezone.localtime(ended).replace(hour=0, minute=0, second=0, microsecond=0):
        return None  # when today began
    raise ValueError("a moment in a prepared query would stay as it was")


def _plain(rows: QuerySet[Row], related: Sequence[str], only: Sequence[str]) -> list[Row]:
    rows = rows.select_related(*related) if related else rows
    return list(rows.only(*only) if only else rows)


_made: dict[Callable[..., list[Any]], dict[datetime.date, _Statement]] = {}


def known() -> list[Callable[..., list[Any]]]:
    """Every prepared query: for tests."""
    return list(_made)


def forget() -> None:
    """Build every statement anew: for tests that change what a queryset method says."""
    for statements in _made.values():
        statements.clear()


def prepared(
    *, related: Sequence[str] = (), only: Sequence[str] = ()
) -> Callable[[Build[Row]], Callable[..., list[Row]]]:
    """The rows of a query that is built once a day. Arguments: instances with ids, or ids.

    `related` are foreign keys whose objects come along, `only` the fields to read (the id among them), otherwise all;
    of a related object likewise, as in `QuerySet.only()`.
    """

    def decorate(build: Build[Row]) -> Callable[..., list[Row]]:
        made: dict[datetime.date, _Statement] = {}

        @functools.wraps(build)
        def rows(*values: Any) -> list[Row]:
            ids = [value.pk if hasattr(value, "pk") else value for value in values]
            if None in ids:
                return []  # a visitor, for instance
            if connection.vendor != "postgresql":
                return _plain(build(*values), related, only)
            day = today()
            statement = made.get(day)
            if statement is not None:
                return statement.objects(ids)
            statement, found = _first(build, values, ids, related, only)
            made.clear()
            made[day] = statement
            return found

        _made[rows] = made
        return rows

    return decorate
