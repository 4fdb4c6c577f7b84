"""Model objects from a statement's rows, for `core.prepared`: what Django's own iteration does, decided once.

`Model.__init__` looks at each field of each row again, and sends two signals; half a list's time goes there. Here the
columns go straight into the object when nothing of the model listens or converts (Django's foreign keys only drop what
they have remembered, and a new object remembers nothing). A related row that comes with many rows (the occasion of
every line of a list) is one object.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import models
from django.db.models.base import ModelState
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.signals import post_init, pre_init

Row = Sequence[Any]
FROM_DB: Any = models.Model.from_db.__func__  # type: ignore[attr-defined]
Related = dict[tuple[int, Any], models.Model]


class Maker:
    """Makes one model's object from its columns of a row, and hangs the related ones on it."""

    def __init__(self, info: dict[str, Any], select: Sequence[Any], alias: str) -> None:
        columns, self.model = info["select_fields"], info["model"]
        assert not info.get("from_parent"), "no rows of models that inherit a table"
        self.first, self.last, self.alias = columns[0], columns[-1] + 1, alias
        self.names = [column[0].target.attname for column in select[self.first : self.last]]
        self.key = self.first + self.names.index(self.model._meta.pk.attname)
        self.related: list[tuple[Maker, Callable[..., None], Callable[..., None]]] = [
            (Maker(each, select, alias), each["local_setter"], each["remote_setter"])
            for each in info.get("related_klass_infos", [])
        ]
        from_db: Any = self.model.from_db
        self.is_own = self.model.__init__ is not models.Model.__init__ or from_db.__func__ is not FROM_DB
        self.set_by_class = [
            (self.first + place, name) for place, name in enumerate(self.names) if _converts(self.model, name)
        ]

    def make(self, row: Row, known: Related) -> models.Model:
        """The object. `known`: the related objects of the rows before."""
        if self.is_own or _is_watched(self.model):
            made: Any = self.model.from_db(self.alias, self.names, row[self.first : self.last])
        else:
            made = self.model.__new__(self.model)
            state = made._state = ModelState()
            state.adding, state.db = False, self.alias
            made.__dict__.update(zip(self.names, row[self.first : self.last], strict=True))
            for place, name in self.set_by_class:
                setattr(made, name, row[place])
        for maker, hang_on, hang_back in self.related:
            value = row[maker.key]
            if value is None:
                hang_on(made, None)
                continue
            related = known.get((id(maker), value))
            if related is None:
                related = known[id(maker), value] = maker.make(row, known)
            hang_on(made, related)
            hang_back(related, made)
        return made  # type: ignore[no-any-return]


def _converts(model: type[models.Model], name: str) -> bool:
    """Whether the class has its own way of taking this value (sealed text)."""
    attribute = getattr(model, name, None)
    return hasattr(type(attribute), "__set__") and not isinstance(attribute, ForeignKeyDeferredAttribute)


def _is_watched(model: type[models.Model]) -> bool:
    """Whether somebody wants to know of each new object."""
    return any(signal.receivers and signal.has_listeners(model) for signal in (pre_init, post_init))
