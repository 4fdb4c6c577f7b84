"""One person's data as plain data: what both files of an export are written from."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from core.formats import clock_only, date_only, moment
from core.sealed import Sealed
from people.my_data.tellings import CALLED, GROUPS, LEFT_OUT, TELLINGS, Group, Telling, undecided, whose
from people.my_data.words import FIELDS, TECHNICAL

if TYPE_CHECKING:
    from people.models import User

FORMAT = "varhainen-tuki/omat-tiedot/1"  # docs/my-data.schema.json
TIMES = ("started_at", "starts_at", "created_at", "asked_at", "at", "sent_at", "starts_on", "number")
OTHERS = Group("others", "", "")  # of tables that nobody has decided about yet


@dataclass
class Row:
    """One row: what the machine's file says, and of it what a person reads, with its words."""

    values: dict[str, Any]
    shown: list[tuple[str, str]]


@dataclass
class Table:
    """The rows of one table."""

    name: str
    title: str
    fields: dict[str, str]
    rows: list[Row] = field(default_factory=list)


@dataclass
class Section:
    """What stands under one heading."""

    group: Group
    tables: list[Table] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many rows."""
        return sum(len(table.rows) for table in self.tables)


def all_tellings() -> list[Telling]:
    """In the order of the headings; what nobody has decided about last."""
    told = sorted(TELLINGS.values(), key=lambda one: GROUPS[one.group].order)
    rest = [
        Telling(model=model, group=OTHERS.code, title=str(model._meta.verbose_name))
        for model in undecided()
        if not any(isinstance(one, models.BinaryField) and not hasattr(one, "seal") for one in model._meta.fields)
    ]
    return told + rest


def gather(user: User, tell: Callable[[int, int], object] = lambda _done, _of: None) -> list[Section]:
    """All that is the person's, in the language that is active. `tell` hears how far it is."""
    sections: dict[str, Section] = {}
    tellings = all_tellings()
    for number, telling in enumerate(tellings):
        tell(number, len(tellings))
        table = _table(telling, user)
        if table.rows:
            section = Section(GROUPS.get(telling.group, OTHERS))
            sections.setdefault(telling.group, section).tables.append(table)
    return list(sections.values())


def counts(user: User) -> Iterator[tuple[Group, int]]:
    """For the page: of each heading how many there are."""
    numbers: dict[str, int] = {}
    for telling in TELLINGS.values():
        if telling.counted:
            found = telling.model._base_manager.filter(whose(telling.model)(user)).count()
            numbers[telling.group] = numbers.get(telling.group, 0) + found
    for one in sorted(GROUPS.values(), key=lambda each: each.order):
        yield one, numbers.get(one.code, 0)


def _table(telling: Telling, user: User) -> Table:
    model = telling.model
    fields = [one for one in model._meta.concrete_fields if one.name not in telling.apart]
    keys = [one.name for one in fields if isinstance(one, models.ForeignKey) and one.name not in telling.values]
    words = {one.name: str(words_of(telling, one)) for one in fields}
    table = Table(model._meta.label, str(telling.title), words)
    rows = model._base_manager.filter(whose(model)(user)).select_related(*keys).order_by(*_order(model))
    for row in rows.iterator(chunk_size=500):
        values, shown = dict[str, Any](), []
        for one in fields:
            value = telling.values[one.name](row, user) if one.name in telling.values else _value(row, one, user)
            values[one.name] = plain(value)
            if one.name not in TECHNICAL and (said := _said(row, one, value)):
                shown.append((words[one.name], said))
        table.rows.append(Row(values, shown))
    return table


def _order(model: type[models.Model]) -> list[str]:
    """From the earliest on, where something in the row or above it tells."""
    above = [
        f"{one.name}__{name}"
        for one in model._meta.concrete_fields
        if isinstance(one, models.ForeignKey) and one.remote_field.on_delete is models.CASCADE
        for name in TIMES
        if name in _names(one.related_model)
    ]
    return [*above, *(name for name in TIMES if name in _names(model)), "pk"]


def _names(model: type[models.Model]) -> set[str]:
    return {one.name for one in model._meta.concrete_fields}


def words_of(telling: Telling, one: models.Field[Any, Any]) -> Any:
    """What a field is called."""
    return telling.words.get(one.name) or FIELDS.get(one.name) or one.verbose_name


def _value(row: models.Model, one: models.Field[Any, Any], user: User) -> Any:
    if isinstance(one, models.ForeignKey):
        other = getattr(row, one.name)
        return None if other is None else named(other, user)
    value = getattr(row, one.attname)
    return value.open(user) if isinstance(value, Sealed) else value


def named(other: models.Model, user: User) -> Any:
    """A row that another one names: a person by their name, anything else by its id and what it is called."""
    if other._meta.label == settings.AUTH_USER_MODEL:
        return _("you") if other.pk == user.pk else getattr(other, "name", "")
    if type(other) in CALLED:
        return {"id": str(other.pk), "name": CALLED[type(other)](other)}
    for name in ("name", "title"):
        if isinstance(found := getattr(other, name, None), str) and found:
            return {"id": str(other.pk), "name": found}
    return {"id": str(other.pk)}


def plain(value: Any) -> Any:
    """As JSON has it: moments with their zone, days as ISO dates."""
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _said(row: models.Model, one: models.Field[Any, Any], value: Any) -> str:
    """What a person reads; nothing of what is empty."""
    if one.choices and value == getattr(row, one.attname):
        choices = {str(code): words for code, words in one.flatchoices}
        return str(choices.get(str(value), value or "")) if value is not None else ""
    return said(value)


def said(value: Any) -> str:
    """A value in words."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.datetime):
        return moment(value)
    if isinstance(value, datetime.date):
        return date_only(value)
    if isinstance(value, datetime.time):
        return clock_only(value)
    if isinstance(value, Mapping):
        return str(value.get("name", "")) if "id" in value else "\n".join(_lines(value))
    if isinstance(value, list | tuple):
        return "\n".join(filter(None, map(said, value)))
    return str(value)


def _lines(value: Mapping[str, Any]) -> Iterator[str]:
    for key, one in value.items():
        if text := said(one):
            yield f"{key}: {text}"


def as_json(user: User, sections: list[Section], made_at: datetime.datetime) -> dict[str, Any]:
    """The machine's file."""
    return {
        "format": FORMAT,
        "made_at": made_at.isoformat(),
        "person": {"id": str(user.pk), "name": user.name},
        "groups": [
            {
                "code": section.group.code,
                "title": str(section.group.title),
                "seen_by": str(section.group.seen_by),
                "tables": [
                    {
                        "table": table.name,
                        "title": table.title,
                        "fields": table.fields,
                        "rows": [row.values for row in table.rows],
                    }
                    for table in section.tables
                ],
            }
            for section in sections
        ],
        "left_out": [{"table": model._meta.label, "why": why} for model, why in LEFT_OUT.items()]
        + [
            {"table": model._meta.label, "field": name, "why": why}
            for model, telling in TELLINGS.items()
            for name, why in telling.apart.items()
        ],
    }
