"""The released figures, the same for all staff; HR has those of a term that is over counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import organisation, pdf
from core.evidence import parts
from core.papers import paper, pdf_response
from core.views import action
from people.user.decorators import hr_only
from vatupassi.figures import release as releasing
from vatupassi.figures import sheet
from vatupassi.figures.models import Release
from vatupassi.figures.page import shown
from vatupassi.figures.rules import LEAST, LEAST_SUPERVISORS
from vatupassi.figures.terms import BEGINS, Term

if TYPE_CHECKING:
    from core.request import Request

LOOK_AGAIN = 3  # seconds, while the worker counts


def _released(request: Request, year: int, half: str) -> dict[str, Any]:
    """A release and the one before it: one query."""
    if half not in BEGINS or not 2000 <= year < 2100:
        raise Http404
    term = Term(year, half)
    rows = Release.objects.visible_to(request.user).filter(last_day__lte=term.last_day)[:2]
    found = list(rows)
    if not found or found[0].term != term:
        raise Http404
    return _context(found)


def _context(found: list[Release]) -> dict[str, Any]:
    release = found[0]
    before = found[1] if len(found) > 1 and found[1].term == release.term.before else None
    limits = {"least": LEAST, "least_supervisors": LEAST_SUPERVISORS} | {
        name: release.limits.get(of) for name, of in (("least", "least"), ("least_supervisors", "supervisors"))
    }
    return {
        "release": release,
        "term": release.term,
        "before": before,
        "shown": shown(release, before),
        **limits,
    }


@require_GET
def figures(request: Request) -> HttpResponse:
    """The latest release; for HR also the term whose figures can be told next."""
    found = list(Release.objects.visible_to(request.user)[:2])
    context = _context(found) if found else {"release": None}
    return _page(request, context)


@require_GET
def figures_of_term(request: Request, year: int, half: str) -> HttpResponse:
    """An earlier release, as it was."""
    return _page(request, _released(request, year, half))


def _page(request: Request, context: dict[str, Any]) -> HttpResponse:
    release = context["release"]
    others = Release.objects.visible_to(request.user).defer("figures", "limits")
    context["others"] = [each for each in others if release is None or each.pk != release.pk]
    next_one = Release.objects.editable_by(request.user).exclude(state=Release.State.MADE).first()
    context["next"] = next_one
    context["can_ask"] = next_one is not None and releasing.can_be_asked(next_one)
    response = render(request, "vatupassi/figures/figures.html", context)
    if next_one is not None and next_one.is_under_way:
        response.headers["Refresh"] = str(LOOK_AGAIN)
    return response


@action
def figures_release(request: Request, year: int, half: str) -> HttpResponse:
    """Have them counted. Whoever asks second finds that it is done or under way."""
    term = Term(year, half) if half in BEGINS else None
    rows = Release.objects.editable_by(request.user).for_update()
    release = get_object_or_404(rows.filter(year=year, half=term.half if term else ""))
    if releasing.ask(release):
        messages.success(request, _("The figures are being counted. They open to all staff when they are ready."))
    return redirect("figures")


@paper
def figures_pdf(request: Request, year: int, half: str) -> HttpResponse:
    """The same on paper."""
    language = request.LANGUAGE_CODE
    context = _released(request, year, half) | {"EMPLOYER_NAME": organisation.current().name}
    content = pdf.render("vatupassi/figures/pdf_figures.html", context, language, request)
    return pdf_response(content, f"tilastot-{year}-{half}", language)


@require_GET
def figures_xlsx(request: Request, year: int, half: str) -> HttpResponse:
    """The same as a sheet."""
    response = HttpResponse(sheet.of(_released(request, year, half)), content_type=sheet.TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="tilastot-{year}-{half}.xlsx"'
    return response


@hr_only
@require_GET
def evidence(request: Request) -> HttpResponse:
    """What shows that a written model exists and is used, without a person."""
    return render(request, "vatupassi/figures/evidence.html", {"parts": parts(), "today": timezone.localdate()})


@hr_only
@paper
def evidence_pdf(request: Request) -> HttpResponse:
    """The same on paper."""
    language = request.LANGUAGE_CODE
    context = {"parts": parts(), "today": timezone.localdate(), "EMPLOYER_NAME": organisation.current().name}
    content = pdf.render("vatupassi/figures/pdf_evidence.html", context, language, request)
    return pdf_response(content, "toimintamalli", language)
