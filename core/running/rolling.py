"""Which migrations the code before them would not survive: for an upgrade in which old and new run side by side.

The earlier code reads and writes every column that it knows, and none that it does not know. So it breaks on what goes
or is renamed, on a new column that must be given (Django's own default is in Python; the database's, `db_default`, is
not), on what becomes stricter, and on a changed type. What raw SQL does nobody can see from here: it is named too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.migrations import operations as ops
from django.db.models import NOT_PROVIDED

if TYPE_CHECKING:
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState

GONE = (ops.DeleteModel, ops.RenameModel, ops.RemoveField, ops.RenameField, ops.AlterModelTable)
Key = tuple[str, str]


def trouble(loader: MigrationLoader, done: set[Key], *, each: bool = False) -> list[tuple[Key, str]]:
    """Each step that the earlier code would not survive, of the migrations not in ``done``.

    What a migration does to a table that comes with the same upgrade is no matter: the earlier code does not know it.
    With ``each``, every migration counts as an upgrade of its own.
    """
    found, new = list[tuple[Key, str]](), set[tuple[str, str]]()
    nodes = list[Key]()
    for leaf in sorted(loader.graph.leaf_nodes()):
        nodes += [node for node in loader.graph.forwards_plan(leaf) if node not in nodes]
    state = loader.project_state(())
    for app, name in nodes:
        new = set() if each else new
        for operation in loader.graph.nodes[app, name].operations:
            if (app, name) not in done:
                found += [((app, name), why) for why in _why(app, operation, state, new)]
            operation.state_forwards(app, state)
    return found


def _why(app: str, operation: Any, before: ProjectState, new: set[tuple[str, str]]) -> Iterator[str]:
    """What of this operation the earlier code would not survive."""
    if isinstance(operation, ops.SeparateDatabaseAndState):
        for each in operation.database_operations:
            yield from _why(app, each, before, new)
        return
    if isinstance(operation, ops.CreateModel):
        new.add((app, operation.name.lower()))
        return
    model = (app, (getattr(operation, "model_name", "") or getattr(operation, "name", "") or "").lower())
    if isinstance(operation, ops.RenameModel):
        model = (app, operation.old_name.lower())
    if model in new:
        return
    told = operation.describe()
    if isinstance(operation, GONE):
        if isinstance(operation, ops.RemoveField):
            field = before.models[model].fields[operation.name]
            if isinstance(field, models.ManyToManyField):
                told += " (a table)"
        yield f"{told}: the earlier code asks for it"
    elif isinstance(operation, ops.AddField):
        if must_be_given(operation.field):
            yield f"{told}: the earlier code does not give it, and the database has no default (db_default)"
    elif isinstance(operation, ops.AlterField):
        was = before.models[model].fields[operation.name]
        if was.null and not operation.field.null:
            yield f"{told}: the earlier code may leave it empty"
        elif was.get_internal_type() != operation.field.get_internal_type():
            yield f"{told}: another type"
        elif (was.max_length or 0) > (operation.field.max_length or 0) > 0:
            yield f"{told}: shorter than the earlier code believes"
        elif was.db_column != operation.field.db_column:
            yield f"{told}: another column"
        elif operation.field.unique and not was.unique:
            yield f"{told}: the earlier code may write the same twice"
    elif isinstance(operation, ops.AddConstraint) and not isinstance(operation.constraint, models.CheckConstraint):
        yield f"{told}: the earlier code may break it"
    elif isinstance(operation, ops.AddConstraint):
        yield f"{told}: look whether the earlier code may break it"
    elif isinstance(operation, ops.RunSQL):
        yield "Raw SQL: look at it"


def must_be_given(field: Any) -> bool:
    """Whether a row cannot be written without a value for this column."""
    if isinstance(field, models.ManyToManyField) or getattr(field, "generated", False):
        return False
    return not field.null and field.db_default is NOT_PROVIDED
