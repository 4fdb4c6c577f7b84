"""Saving an import: by the worker, or by the command of the night. One at a time, all of it or nothing."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from core.jobs import task
from people.models import RosterImport, RosterRun, User
from people.roster.actions import carry_out, lock_register
from people.roster.plan import Plan
from people.roster.staging import WHY_SYSTEM, Staged

State = RosterImport.State
LOST_AFTER = datetime.timedelta(minutes=15)  # without a sign of life: its worker is gone, and nothing was changed
AGAIN = datetime.timedelta(seconds=3)


class Changed(Exception):
    """The register is another than when the preview was made."""


@task(queue_name="slow")
def save_import(pk: str) -> None:
    """Save one. A second one waits for its turn; a job that was killed begins again, since nothing was changed."""
    row = RosterImport.objects.filter(pk=pk, state__in=[State.WAITING, State.SAVING]).select_related("owner").first()
    if row is None:
        return
    if not take_turn(row):
        save_import.using(run_after=timezone.now() + AGAIN).enqueue(pk)
        return
    try:
        save(row, row.owner)
    except Changed:
        RosterImport.objects.filter(pk=pk).update(state=State.CHANGED)
    except Exception:
        RosterImport.objects.filter(pk=pk).update(state=State.FAILED)
        raise


def take_turn(row: RosterImport) -> bool:
    """Whether this one may be saved now. One whose worker is gone gives its place up."""
    lost = RosterImport.objects.saving().exclude(pk=row.pk).filter(beat_at__lt=timezone.now() - LOST_AFTER)
    for gone in lost.select_related("owner"):
        note_run(gone.owner, "", RosterRun.Outcome.FAILED)
    lost.update(state=State.FAILED)
    try:
        with transaction.atomic():
            now = timezone.now()
            RosterImport.objects.filter(pk=row.pk).update(state=State.SAVING, beat_at=now, step="checking")
    except IntegrityError:
        return False
    return True


def note_run(
    by: User, file: str, outcome: str, counts: dict[str, int] | None = None, *, is_nightly: bool = False
) -> None:
    """What has become of an import, for whoever imports next."""
    RosterRun.objects.create(by=by, file=file, outcome=outcome, counts=counts or {}, is_nightly=is_nightly)


def save(row: RosterImport, by: User, *, is_nightly: bool = False) -> Plan:
    """Compare anew under the lock, and do what was looked at: `Changed` when it would be something else.

    Either way it is noted: what was saved together with it, what was not by itself.
    """
    staged = Staged.from_bytes(row.content.open_as_system(WHY_SYSTEM))
    try:
        return _saved(row, staged, by, is_nightly=is_nightly)
    except Changed:
        note_run(by, staged.name, RosterRun.Outcome.CHANGED, is_nightly=is_nightly)
        raise
    except Exception:
        note_run(by, staged.name, RosterRun.Outcome.FAILED, is_nightly=is_nightly)
        raise


def _saved(row: RosterImport, staged: Staged, by: User, *, is_nightly: bool) -> Plan:
    told = _Progress(row.pk)
    with transaction.atomic(), told:
        lock_register()
        actor = User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if not actor.is_active or not actor.is_hr:
            raise Changed
        plan = staged.plan(actor, row.mapping.saved_by if row.mapping else None)
        if plan.digest() != row.digest:
            raise Changed
        carry_out(plan, by=actor, leavers_checked=row.leavers_checked, progress=told.tell)
        now = timezone.now()
        RosterImport.objects.filter(pk=row.pk).update(state=State.SAVED, saved_at=now, content=b"")
        note_run(actor, staged.name, RosterRun.Outcome.SAVED, plan.counts, is_nightly=is_nightly)
    return plan


class _Progress:
    """How far it is, written beside the transaction, which nobody sees into before it ends.

    SQLite has one writer: there the page says the step that was begun before it.
    """

    def __init__(self, pk: UUID) -> None:
        self.pk, self.beside = pk, None

    def __enter__(self) -> _Progress:
        if connection.vendor == "postgresql":
            self.beside = connections.create_connection(connection.alias)  # type: ignore[assignment]
        return self

    def __exit__(self, *_error: object) -> None:
        if self.beside is not None:
            self.beside.close()

    def tell(self, step: str, done: int, of: int) -> None:
        """A sign of life."""
        if self.beside is None:
            return
        sql = "UPDATE people_rosterimport SET step = %s, done = %s, of = %s, beat_at = now() WHERE id = %s"
        with self.beside.cursor() as cursor:
            cursor.execute(sql.replace(" of =", ' "of" ='), [step, done, of, self.pk])
