"""HR adds occasions, names them in three languages and retires them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import retention
from core.views import action
from vatupassi.models import Occasion
from vatupassi.occasion import actions as acts
from vatupassi.occasion.forms import OccasionForm, form_name, weight_of

if TYPE_CHECKING:
    from core.request import Request


def _hr_only(request: Request) -> None:
    if not request.user.is_hr:
        raise Http404


@require_GET
def occasion_list(request: Request) -> HttpResponse:
    """The occasions in use and the retired ones."""
    _hr_only(request)
    own = Occasion.objects.editable_by(request.user)
    rows = [(occasion, form_name(occasion), _kept(occasion)) for occasion in own]
    used = [row for row in rows if row[0].in_use]
    retired = [row for row in rows if not row[0].in_use]
    context = {"used": used, "retired": retired, "season_is_there": acts.season_is_there(request.user)}
    return render(request, "vatupassi/occasion/list.html", context)


@require_GET
def occasion_new(request: Request) -> HttpResponse:
    """The form of a new one."""
    _hr_only(request)
    return _page(request, OccasionForm(initial={"shape": "full"}))


def _kept(occasion: Occasion) -> str:
    """How long its conversations are kept."""
    return _("Kept %(period)s from the end.") % {"period": retention.period(occasion.kept_as).words}


def _page(request: Request, form: OccasionForm, occasion: Occasion | None = None) -> HttpResponse:
    # a light form that HR added before light ones had a period of their own keeps the long one
    light = Occasion.Weight.LIGHT
    was_thorough = occasion is not None and weight_of(occasion) == light != occasion.weight
    kept = _kept(occasion) if occasion else ""
    context = {"form": form, "occasion": occasion, "kept": kept, "was_thorough": was_thorough}
    return render(request, "vatupassi/occasion/edit.html", context)


@action
def occasion_add(request: Request) -> HttpResponse:
    """Add an occasion. A double click adds one: the same Finnish name in use is the same occasion."""
    _hr_only(request)
    form = OccasionForm(request.POST, instance=Occasion(code=f"own-{uuid.uuid4().hex[:12]}"))
    if not form.is_valid():
        return _page(request, form)
    same = Occasion.objects.editable_by(request.user).in_use().filter(name_fi=form.cleaned_data["name_fi"])
    if not same.exists():
        form.save()
    messages.success(request, _("The occasion is in use."))
    return redirect("occasion_list")


@action
def occasion_season(request: Request) -> HttpResponse:
    """Add the three of seasonal work. Pressed twice, or in two tabs, they are there once."""
    _hr_only(request)
    if acts.add_season():
        messages.success(request, _("The occasions of seasonal work are in use. You can change their names."))
    else:
        messages.info(request, _("The occasions of seasonal work were here already. Nothing was added."))
    return redirect("occasion_list")


def _occasion(request: Request, pk: int, *, lock: bool = False) -> Occasion:
    rows = Occasion.objects.editable_by(request.user)
    return get_object_or_404(rows.select_for_update() if lock else rows, pk=pk)


@require_GET
def occasion_edit(request: Request, pk: int) -> HttpResponse:
    """The names of one."""
    occasion = _occasion(request, pk)
    return _page(request, OccasionForm(instance=occasion), occasion)


@action
def occasion_save(request: Request, pk: int) -> HttpResponse:
    """Change the names."""
    occasion = _occasion(request, pk, lock=True)
    form = OccasionForm(request.POST, instance=occasion)
    if not form.is_valid():
        return _page(request, form, occasion)
    form.save()
    messages.success(request, _("Saved."))
    return redirect("occasion_list")


@action
def occasion_use(request: Request, pk: int) -> HttpResponse:
    """Retire an occasion, or take it into use again. Conversations that have it keep it."""
    occasion = _occasion(request, pk)
    occasion.in_use = request.POST.get("in_use") == "1"
    occasion.save(update_fields=["in_use"])
    messages.success(request, _("The occasion is in use.") if occasion.in_use else _("The occasion is retired."))
    return redirect("occasion_list")
