"""The record of processing and the draft of the impact assessment, for HR and the data protection officer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_GET

from core import organisation, pdf
from core.organisation.models import Employer
from core.papers import paper as paper_view
from core.papers import pdf_response
from core.retention import period
from people.launch.risks import NEVER, RISKS
from people.processing.activities import activities, grounds
from people.user.decorators import hr_or_officer_only
from people.user.models import User

if TYPE_CHECKING:
    from core.request import Request

PAPERS = {
    "seloste": (
        "people/processing/pdf_record.html",
        {"fi": "seloste-kasittelytoimista", "sv": "register-over-behandling", "en": "record-of-processing"},
    ),
    "vaikutukset": (
        "people/processing/pdf_assessment.html",
        {"fi": "vaikutustenarviointi-luonnos", "sv": "konsekvensbedomning-utkast", "en": "impact-assessment-draft"},
    ),
}


def _context(request: Request) -> dict[str, Any]:
    employer = organisation.current()
    done = activities()
    officers = User.objects.visible_to(request.user).data_protection_officers()
    return {
        "employer": employer,
        "employer_kind": Employer(employer.kind).label,
        "law": organisation.law(),
        "officers": [person.name for person in officers],
        "activities": done,
        "grounds": grounds(done),
        "risks": RISKS,
        "never": NEVER,
        "backups": period("backups").days,
        "today": timezone.localdate(),
    }


@hr_or_officer_only
@require_GET
def processing_record(request: Request) -> HttpResponse:
    """Both on a page, and their PDFs."""
    languages = sorted(dict(settings.LANGUAGES), key=lambda language: language != request.user.language)
    context = _context(request) | {"languages": languages}
    return render(request, "people/processing/page.html", context)


@hr_or_officer_only
@paper_view
def processing_pdf(request: Request, slug: str, language: str) -> HttpResponse:
    """One of the two in one language."""
    if slug not in PAPERS or language not in dict(settings.LANGUAGES):
        raise Http404
    template, names = PAPERS[slug]
    with translation.override(language):
        context = _context(request)
    return pdf_response(pdf.render(template, context, language, request), names[language], language)
