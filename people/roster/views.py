"""People from a file, step by step: file, columns, preview, saving. For HR; each one's own file is theirs alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.numbers import whole_number
from core.pages import paged
from core.request import Request
from core.views import action, page_or_action
from people.models import Mapping, RosterImport, RosterRun, Unit, User
from people.roster import page as pages
from people.roster.columns import as_saved, from_saved
from people.roster.export import roster_file
from people.roster.forms import FileForm, answers_from, layout_from, mapping_name, twice
from people.roster.jobs import save_import
from people.roster.models import packed, unpacked
from people.roster.plan import KINDS
from people.roster.shown import shown
from people.roster.staging import Staged, staged_of
from people.user.decorators import hr_only

State = RosterImport.State
GOING_ON = (State.WAITING, State.SAVING)
LATEST = 5  # imports on the first page
LOOK_AGAIN = 2  # seconds between two looks at an import that is being saved


def _found(request: Request, pk: UUID) -> RosterImport:
    rows = RosterImport.objects.visible_to(request.user).select_related("mapping__saved_by")
    return get_object_or_404(rows, pk=pk)


def _locked(request: Request, pk: UUID) -> RosterImport:
    """One's own, which is not on its way into the register."""
    rows = RosterImport.objects.editable_by(request.user).exclude(state__in=[*GOING_ON, State.SAVED])
    return get_object_or_404(rows.select_for_update(), pk=pk)


# ---- The file


def _start_page(request: Request, form: FileForm | None = None) -> HttpResponse:
    """Choosing a file, what one has begun, and the saved mappings."""
    context = {
        "form": form or FileForm(),
        "imports": RosterImport.objects.visible_to(request.user),
        "mappings": Mapping.objects.visible_to(request.user).select_related("saved_by"),
        "saving": RosterImport.objects.before(request.user).select_related("owner").first(),
        "runs": [pages.run_told(run) for run in _runs(request)[:LATEST]],
        "latest": LATEST,
    }
    return render(request, "people/roster/start.html", context)


def _runs(request: Request) -> Any:
    return RosterRun.objects.visible_to(request.user).select_related("by")


@hr_only
@require_safe
def roster_history(request: Request) -> HttpResponse:
    """What files have changed in the register: who, when, which file, how much."""
    page = paged(request, _runs(request))
    return render(request, "people/roster/history.html", {"page": page, "runs": [pages.run_told(run) for run in page]})


def _start(request: Request) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _start_page(request, form)
    row, staged = RosterImport(owner=request.user), form.staged
    for mapping in Mapping.objects.visible_to(request.user):  # of a file that one of them knows wholly, that one
        layout, missing = from_saved(mapping.content, staged.sheets)
        if not missing and mapping.content["header"]:
            staged.take(layout)
            row.mapping = mapping
            break
    row.content = staged.as_bytes()
    row.save(force_insert=True)
    return redirect("roster_columns", row.pk)


roster_start = hr_only(page_or_action(_start_page, _start))


# ---- The columns


def _columns_page(request: Request, pk: UUID) -> HttpResponse:
    row = _found(request, pk)
    if not row.content or row.state in GOING_ON:
        return redirect("roster_progress", pk)
    return _show_columns(request, row, staged_of(row, request.user))


def _show_columns(request: Request, row: RosterImport, staged: Staged, **more: Any) -> HttpResponse:
    again = twice(staged.layout)
    columns = pages.columns_of(staged, again)
    context = {
        "row": row,
        "staged": staged,
        "columns": columns,
        "known": sum(bool(column.meaning) for column in columns),
        "dropped": pages.dropped_told(staged),
        "cells": pages.cells_told(staged),
        "choices": pages.choices(),
        "headers": pages.header_choices(staged),
        "mappings": Mapping.objects.visible_to(request.user),
        "missing": [],
        "save_as": "",
        **more,
    }
    return render(request, "people/roster/columns.html", context)


def _columns(request: Request, pk: UUID) -> HttpResponse:
    row = _locked(request, pk)
    staged = staged_of(row, request.user)
    before, missing = staged.layout, list[str]()
    chosen = request.POST.get("mapping", "")
    mapping = Mapping.objects.visible_to(request.user).filter(pk=whole_number(chosen, otherwise=0)).first()
    if mapping and mapping != row.mapping:
        layout, missing = from_saved(mapping.content, staged.sheets)
    else:
        layout = layout_from(request.POST, staged)
    staged.take(layout)
    row.mapping = mapping
    is_other = (layout.sheet, layout.header) != (before.sheet, before.header)
    row.content = staged.as_bytes()
    if request.POST.get("do") != "preview" or is_other or missing or twice(layout):
        row.state = State.COLUMNS
        row.save(update_fields=["content", "state", "mapping"])
        return _show_columns(request, row, staged, missing=missing, save_as=mapping_name(request.POST))
    if name := mapping_name(request.POST):
        row.mapping, _made = Mapping.objects.editable_by(request.user).update_or_create(
            name=name,
            defaults={
                "content": as_saved(layout, staged.sheet),
                "saved_by": request.user,
                "saved_at": timezone.now(),
            },
        )
    _look(row, staged, request.user)
    return redirect("roster_preview", pk)


roster_columns = hr_only(page_or_action(_columns_page, _columns))


def _look(row: RosterImport, staged: Staged, by: User) -> None:
    """Compare with the register and keep what would change."""
    plan = staged.plan(by, row.mapping.saved_by if row.mapping else None)
    units = {unit.pk: unit for unit in Unit.objects.visible_to(by)}
    wanted = {who for line in plan.lines for who in (line.who, line.before) if isinstance(who, UUID)}
    people = User.objects.visible_to(by).in_bulk(wanted)
    row.preview = packed(shown(plan, staged, units, people))
    row.digest, row.state, row.leavers_checked = plan.digest(), State.PREVIEW, False
    row.save(update_fields=["content", "preview", "digest", "state", "leavers_checked", "mapping"])


# ---- The preview


@hr_only
@require_safe
def roster_preview(request: Request, pk: UUID) -> HttpResponse:
    """What would change; with ?kind= all of one kind."""
    row = _found(request, pk)
    if row.state in GOING_ON or not row.preview:
        return redirect("roster_progress" if row.state in GOING_ON else "roster_columns", pk)
    return _show_preview(request, row)


def _show_preview(request: Request, row: RosterImport, **more: Any) -> HttpResponse:
    preview = unpacked(row.preview.open(request.user))
    staged = staged_of(row, request.user) if row.content else None
    only = request.GET.get("kind", "")
    only = only if only in KINDS else ""
    groups, page = pages.groups_of(preview, only), None
    if only and groups:
        page = paged(request, groups[0]["rows"])
        groups[0]["rows"] = [pages.entry(each) for each in page]
    context = {
        "row": row,
        "name": staged.name if staged else "",
        "preview": preview,
        "counts": preview["counts"],
        "errors": [pages.finding(each) for each in preview["errors"][:200]],
        "more_errors": max(0, len(preview["errors"]) - 200),
        "questions": [pages.finding(each) for each in preview["questions"]],
        "held": [pages.finding(each) for each in preview["held"]],
        "notes": pages.notes_of(preview["notes"]),
        "left_out": pages.left_out(preview["left_out"]),
        "dropped": pages.dropped_told(staged) if staged else [],
        "cells": pages.cells_told(staged) if staged else "",
        "groups": groups,
        "only": only,
        "page": page,
        "unchecked": False,
        "share": f"{100 * preview['counts']['ended'] / max(1, preview['people_now']):.1f}".replace(".", ","),
        **more,
    }
    return render(request, "people/roster/preview.html", context)


@hr_only
@action
def roster_answer(request: Request, pk: UUID) -> HttpResponse:
    """Whether somebody is the same person as in the register, and compare anew."""
    row = _locked(request, pk)
    staged = staged_of(row, request.user)
    staged.answers |= answers_from(request.POST)
    row.content = staged.as_bytes()
    _look(row, staged, request.user)
    return redirect("roster_preview", pk)


@hr_only
@action
def roster_save(request: Request, pk: UUID) -> HttpResponse:
    """Do what the preview says: the worker saves it, all or nothing."""
    row = _locked(request, pk)
    preview = unpacked(row.preview.open(request.user))
    if row.state != State.PREVIEW or preview["errors"] or preview["questions"] or not preview["changes"]:
        return redirect("roster_preview", pk)
    row.leavers_checked = bool(request.POST.get("leavers_checked"))
    if preview["brakes"] and not row.leavers_checked:
        return _show_preview(request, row, unchecked=True)
    row.state = State.WAITING
    row.save(update_fields=["state", "leavers_checked"])
    transaction.on_commit(lambda: save_import.enqueue(str(pk)))
    return redirect("roster_progress", pk)


# ---- Saving


@hr_only
@require_safe
def roster_progress(request: Request, pk: UUID) -> HttpResponse:
    """How far it is; looks again by itself."""
    row = _found(request, pk)
    if row.state in (State.COLUMNS, State.PREVIEW):
        return redirect("roster_columns" if row.state == State.COLUMNS else "roster_preview", pk)
    before = None
    if row.state == State.WAITING:
        before = RosterImport.objects.before(request.user).select_related("owner").first()
    counts = unpacked(row.preview.open(request.user))["counts"] if row.preview else {}
    context = {"row": row, "before": before, "counts": counts, "is_going_on": row.state in GOING_ON}
    response = render(request, "people/roster/progress.html", context)
    if row.state in GOING_ON:
        response.headers["Refresh"] = str(LOOK_AGAIN)
    return response


@hr_only
@action
def roster_again(request: Request, pk: UUID) -> HttpResponse:
    """Compare anew what could not be saved."""
    row = _locked(request, pk)
    if not row.content:
        return redirect("roster_start")
    _look(row, staged_of(row, request.user), request.user)
    return redirect("roster_preview", pk)


@hr_only
@action
def roster_withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Forget the file. One that is being saved is left; one that waits is not saved any more."""
    file = get_object_or_404(RosterImport.objects.editable_by(request.user).select_for_update(), pk=pk)
    if file.state != State.SAVING:
        file.delete()
        messages.success(request, _("The file is forgotten. Nothing was changed by that."))
    return redirect("roster_start")


@hr_only
@action
def mapping_remove(request: Request, pk: int) -> HttpResponse:
    """Forget what the columns of a system are."""
    Mapping.objects.editable_by(request.user).filter(pk=pk).delete()
    messages.success(request, _("The saved columns are removed."))
    return redirect("roster_start")


@hr_only
@require_safe
def roster_export(request: Request) -> HttpResponse:
    """All people in the form in which they can come back unchanged."""
    response = HttpResponse(roster_file(request.user), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(_("people"))}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response
