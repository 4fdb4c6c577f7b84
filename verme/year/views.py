"""One year of Verme, for HR to take to the management team: as a page and on one A4."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core import organisation, pdf
from core.papers import paper, pdf_response
from verme.season.views import hr_only
from verme.year.report import of_year

if TYPE_CHECKING:
    from core.request import Request


def _context(request: Request, year: int) -> dict[str, Any]:
    hr_only(request)
    if not 2000 <= year < 2100:
        raise Http404
    report = of_year(request.user, year)
    return {"report": report, "today": timezone.localdate(), "least": report.least}


@require_GET
def verme_year(request: Request, year: int) -> HttpResponse:
    """The year as a page."""
    return render(request, "verme/year/year.html", _context(request, year))


@paper
def verme_year_pdf(request: Request, year: int) -> HttpResponse:
    """The same on one A4, in the reader's language."""
    context = _context(request, year) | {"EMPLOYER_NAME": organisation.current().name}
    content = pdf.render("verme/year/pdf_year.html", context, request.LANGUAGE_CODE, request)
    return pdf_response(content, f"verme-{year}", request.LANGUAGE_CODE)
