"""Queries that are compiled once a day, for what every page asks: the signed-in person, the conversation at hand.

Django builds and compiles a query anew each time it is asked: for one that says in SQL who may see what, that takes
several times as long as the answer. `prepared` keeps the statement and puts the ids in::

    @prepared(related=["employee"])
    def page(user: User, pk: UUID) -> QuerySet[Conversation]:
        return Conversation.objects.visible_to(user).filter(pk=pk)

    found = page(request.user, pk)   # a list of conversations, each with its employee

The function is called with stand-ins, so it may only put its arguments (models' instances or ids) into filters: of an
instance nothing but the id can be read. Today's date is renewed with the day, and a `timezone.now()` with each call;
any other moment is refused, since it would stay as it was, except midnight. No prefetching or `values()`; a query that
locks its rows has no `related`.

PostgreSQL only; on SQLite, the demo's, the query is asked as it is, and so it can be everywhere by making `prepared` do
what `_plain` does. Rests on two things of Django's that its documentation does not name: `Query.sql_with_params()` and
`Query.annotation_select`.
"""

from __future__ import annotations

import datetime
import functools
import uuid
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.utils import timezone

from core.day import today

if TYPE_CHECKING:
    from django.db.models import QuerySet

Row = TypeVar("Row", bound=models.Model)
Build = Callable[..., "QuerySet[Row]"]
NOW = object()


class _Columns:
    """The columns of one model in a row, from a place on, and how they become an object."""

    def __init__(self, model: type[models.Model], only: Sequence[str], start: int) -> None:
        fields = [field for field in model._meta.concrete_fields if not only or field.name in only]
        self.model, self.names = model, [field.attname for field in fields]
        self.end = start + len(fields)
        self.part, self.key = slice(start, self.end), fields.index(model._meta.pk)  # type: ignore[arg-type]
        self.converters = [(place, found) for place, field in enumerate(fields) if (found := _converter(field))]

    def object(self, row: Sequence[Any]) -> Any:
        """The object; None where an outer join has found nothing."""
        values = row[self.part]
        if values[self.key] is None:
            return None
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, _converted(values, self.converters))


class _Statement:
    """A compiled statement, what goes where (an argument's place, `NOW`, or a value that stays), and its columns."""

    def __init__(self, build: Build[Any], values: Sequence[Any], related: Sequence[str], only: Sequence[str]) -> None:
        stand_ins = [uuid.uuid4() for _value in values]
        began = timezone.now()
        rows = build(*map(_stand_in, values, stand_ins))
        self.locks = rows.query.select_for_update
        assert not (self.locks and related), "values_list() forgets which rows to lock"
        annotations = rows.query.annotation_select
        self.own = _Columns(rows.model, only, 0)
        self.annotations = list(enumerate(annotations, self.own.end))
        self.converters = [
            (place, found)
            for place, each in enumerate(annotations.values(), self.own.end)
            if (found := _converter(each.output_field))
        ]
        self.related, end, theirs = {}, self.own.end + len(annotations), []
        for path in related:
            wanted = [name.removeprefix(f"{path}__") for name in only if name.startswith(f"{path}__")]
            columns = _Columns(rows.model._meta.get_field(path).related_model, wanted, end)  # type: ignore[arg-type]
            self.related[path], end = columns, columns.end
            theirs += [f"{path}__{name}" for name in columns.names]
        self.sql, params = rows.values_list(*self.own.names, *annotations, *theirs).query.sql_with_params()
        ended = timezone.now()
        self.params = [(value, _place(value, stand_ins, began, ended)) for value in params]

    def objects(self, ids: Sequence[uuid.UUID]) -> list[Any]:
        """What the statement finds with these ids."""
        assert not self.locks or connection.in_atomic_block, "a lock ends with its transaction"
        now = timezone.now()
        params = [
            ids[place] if isinstance(place, int) else now if place is NOW else value for value, place in self.params
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            return [self._object(row) for row in cursor.fetchall()]

    def _object(self, row: Sequence[Any]) -> Any:
        row = _converted(row, self.converters)
        found = self.own.object(row)
        for place, name in self.annotations:
            setattr(found, name, row[place])
        for path, columns in self.related.items():
            setattr(found, path, columns.object(row))
        return found


Converters = list[tuple[int, Callable[..., Any]]]


def _converter(field: Any) -> Callable[..., Any] | None:
    return getattr(field, "from_db_value", None)


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
    key = value._meta.pk
    assert key
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
            if statement is None:
                statement = _Statement(build, values, related, only)
                made.clear()
                made[day] = statement
            return statement.objects(ids)

        _made[rows] = made
        return rows

    return decorate
