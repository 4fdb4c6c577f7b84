"""The worker puts a person's own data together: as it was at one moment, whatever is written meanwhile."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from uuid import UUID

from django.db import connection, connections, transaction
from django.utils import timezone, translation

from core import pdf
from core.jobs import task
from people.models import MyDataExport
from people.my_data.gather import as_json, gather

State = MyDataExport.State


@task(queue_name="slow")
def make_my_data(pk: str) -> None:
    """Both files. One that was asked for anew or deleted meanwhile is left; a job that was killed begins again."""
    row = MyDataExport.objects.filter(pk=pk).exclude(state=State.READY).select_related("owner__unit").first()
    if row is None or not row.owner.is_active:
        return
    rows = MyDataExport.objects.filter(pk=pk)
    try:
        made_at = timezone.now()
        with translation.override(row.language), progress_of(row.pk) as told, _one_moment():
            sections = gather(row.owner, told)
            content = as_json(row.owner, sections, made_at)
        rows.update(state=State.DRAWING)
        context = {"person": row.owner, "sections": sections, "made_at": made_at}
        row.pdf = pdf.render("people/my_data/pdf.html", context, row.language)
        row.json = json.dumps(content, ensure_ascii=False, indent=1).encode()
        row.state, row.made_at = State.READY, made_at
    except Exception:
        rows.update(state=State.FAILED)
        raise
    if rows.exists():
        row.save(update_fields=["pdf", "json", "state", "made_at"])


@contextlib.contextmanager
def _one_moment() -> Iterator[None]:
    """All that is read is from one moment, so that no text stands without the row that it belongs to."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


class _Progress:
    """How far it is, written beside the transaction, which nobody sees into before it ends.

    SQLite has one writer: there the page says the step that was begun before it.
    """

    def __init__(self, pk: UUID) -> None:
        self.pk = pk
        self.beside = connections.create_connection(connection.alias) if connection.vendor == "postgresql" else None

    def __call__(self, done: int, of: int) -> None:
        if self.beside is not None:
            with self.beside.cursor() as cursor:
                sql = 'UPDATE people_mydataexport SET state = %s, done = %s, "of" = %s WHERE id = %s'
                cursor.execute(sql, [State.GATHERING, done, of, self.pk])


@contextlib.contextmanager
def progress_of(pk: UUID) -> Iterator[_Progress]:
    """Told while it is being gathered."""
    told = _Progress(pk)
    try:
        yield told
    finally:
        if told.beside is not None:
            told.beside.close()
