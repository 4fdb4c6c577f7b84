"""Costs and hours of a season, for HR: the page, each cost, and the report."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core import organisation, pdf
from core.pages import paged
from core.papers import paper, pdf_response
from core.views import action, page_or_action
from verme.cost import report as costs
from verme.cost.forms import CostForm
from verme.models import Cost, Season
from verme.season.views import a_season

if TYPE_CHECKING:
    from core.request import Request


def _page(request: Request, season: Season, form: CostForm) -> HttpResponse:
    report = costs.report(season)
    rows = Cost.objects.editable_by(request.user).filter(season=season).select_related("group", "unit")
    context = {
        "season": season,
        "report": report,
        "groups": paged(request, report.lines, "groups"),
        "page": paged(request, rows.order_by("-created_at", "pk")),
        "form": form,
    }
    return render(request, "verme/cost/of_season.html", context)


def _costs(request: Request, pk: UUID) -> HttpResponse:
    """Hours used beside those planned, and what has been paid. A fixed number of queries."""
    season = a_season(request, pk)
    return _page(request, season, CostForm(instance=Cost(season=season), user=request.user))


def _add(request: Request, pk: UUID) -> HttpResponse:
    season = a_season(request, pk, lock=True)
    form = CostForm(request.POST, instance=Cost(season=season), user=request.user)
    if not form.is_valid():
        return _page(request, season, form)
    if not Cost.objects.editable_by(request.user).filter(pk=form.cleaned_data["id"]).exists():
        form.save()
    messages.success(request, _("The cost is added."))
    return redirect("season_costs", pk)


season_costs = page_or_action(_costs, _add)


def _cost(request: Request, pk: UUID, *, lock: bool = False) -> Cost:
    rows = Cost.objects.editable_by(request.user).select_related("season")
    return get_object_or_404(rows.select_for_update(of=("self",)) if lock else rows, pk=pk)


def _edit_page(request: Request, pk: UUID) -> HttpResponse:
    """Correct a cost."""
    cost = _cost(request, pk)
    return render(request, "verme/cost/edit.html", {"cost": cost, "form": CostForm(instance=cost, user=request.user)})


def _save(request: Request, pk: UUID) -> HttpResponse:
    cost = _cost(request, pk, lock=True)
    form = CostForm(request.POST, instance=cost, user=request.user)
    if not form.is_valid():
        return render(request, "verme/cost/edit.html", {"cost": _cost(request, pk), "form": form})
    form.save()
    messages.success(request, _("Saved."))
    return redirect("season_costs", cost.season_id)


cost_edit = page_or_action(_edit_page, _save)


@action
def cost_remove(request: Request, pk: UUID) -> HttpResponse:
    """It was not paid after all."""
    cost = _cost(request, pk, lock=True)
    cost.delete()
    messages.success(request, _("The cost is removed."))
    return redirect("season_costs", cost.season_id)


@paper
def season_costs_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The report, in the reader's language: groups, meetings, hours and money, nobody's name."""
    season = a_season(request, pk)
    context = {"season": season, "report": costs.report(season), "today": timezone.localdate()}
    context["EMPLOYER_NAME"] = organisation.current().name
    content = pdf.render("verme/cost/pdf_of_season.html", context, request.LANGUAGE_CODE, request)
    return pdf_response(content, "verme-kausiraportti", request.LANGUAGE_CODE)
