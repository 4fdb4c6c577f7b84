"""The library of measures: everybody reads it and may suggest, HR edits and approves."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.views import action, page_or_action
from support.measure.forms import MeasureForm, SuggestForm
from support.measure.models import by_name, forget
from support.models import Measure, suggest

if TYPE_CHECKING:
    from core.request import Request


def _list_page(request: Request, form: SuggestForm) -> HttpResponse:
    """One query, however many measures."""
    rows = by_name(Measure.objects.visible_to(request.user))
    used = [row for row in rows if row.state == Measure.State.APPROVED]
    context = {
        "groups": [(kind, [row for row in used if row.kind == kind]) for kind in Measure.Kind],
        "proposed": [row for row in rows if row.state == Measure.State.PROPOSED],
        "retired": [row for row in rows if row.state == Measure.State.RETIRED],
        "form": form,
    }
    return render(request, "support/measure/list.html", context)


@require_GET
def measure_list(request: Request) -> HttpResponse:
    """The library by kind; for HR also what waits for them and what is retired."""
    return _list_page(request, SuggestForm())


@action
def measure_suggest(request: Request) -> HttpResponse:
    """Suggest a measure to HR."""
    form = SuggestForm(request.POST)
    if not form.is_valid():
        return _list_page(request, form)
    suggest(form.cleaned_data["text"], request.user, kind=form.cleaned_data["kind"])
    messages.success(request, _("Thank you. HR sees your suggestion, and everybody once it is in the library."))
    return redirect("measure_list")


def _hr_only(request: Request) -> None:
    if not request.user.is_hr:
        raise Http404


def _measure(request: Request, pk: UUID, *, lock: bool = False) -> Measure:
    rows = Measure.objects.editable_by(request.user).select_related("suggested_by")
    return get_object_or_404(rows.select_for_update(of=("self",)) if lock else rows, pk=pk)


def _edit_page(request: Request, form: MeasureForm, measure: Measure | None = None) -> HttpResponse:
    return render(request, "support/measure/edit.html", {"form": form, "measure": measure})


def _new(request: Request) -> HttpResponse:
    """The form of a new one."""
    _hr_only(request)
    return _edit_page(request, MeasureForm())


def _add(request: Request) -> HttpResponse:
    """Add a measure. A double click adds one: the same Finnish name of the same kind is the same measure."""
    _hr_only(request)
    form = MeasureForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, form)
    same = {name: form.cleaned_data[name] for name in ("name_fi", "kind")}
    if not Measure.objects.editable_by(request.user).approved().filter(**same).exists():
        form.save()
        forget()
    messages.success(request, _("The measure is in the library."))
    return redirect("measure_list")


def _edit(request: Request, pk: UUID) -> HttpResponse:
    """The words of one, or of a proposal that HR takes."""
    measure = _measure(request, pk)
    return _edit_page(request, MeasureForm(instance=measure), measure)


def _save(request: Request, pk: UUID) -> HttpResponse:
    form = MeasureForm(request.POST, instance=_measure(request, pk, lock=True))
    if not form.is_valid():
        return _edit_page(request, form, _measure(request, pk))
    measure: Measure = form.save()
    forget()
    if measure.state == Measure.State.PROPOSED:
        measure.approve()
        messages.success(request, _("The measure is in the library."))
    else:
        messages.success(request, _("Saved."))
    return redirect("measure_list")


measure_new = page_or_action(_new, _add)
measure_edit = page_or_action(_edit, _save)


@action
def measure_use(request: Request, pk: UUID) -> HttpResponse:
    """Retire a measure, or take it into the library again. A proposal comes in by its form only."""
    measure = _measure(request, pk)
    if measure.state != Measure.State.PROPOSED:
        measure.retire(retired=request.POST.get("use") != "1")
        messages.success(request, _("Saved."))
    return redirect("measure_list")


@action
def measure_dismiss(request: Request, pk: UUID) -> HttpResponse:
    """Delete a proposal that is not taken."""
    measure = _measure(request, pk)
    if measure.state == Measure.State.PROPOSED:
        measure.delete()
        messages.success(request, _("The suggestion is deleted."))
    return redirect("measure_list")
