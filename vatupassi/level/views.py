"""The papers that anybody may print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.papers import paper, pdf_response
from people.launch import papers as launch
from vatupassi.level.papers import PAPERS, make_paper

if TYPE_CHECKING:
    from core.request import Request


@require_GET
def papers(request: Request) -> HttpResponse:
    """The papers to print, in every language, the reader's own first."""
    every = [settings.LANGUAGE_CODE, settings.EASY_FINNISH, *dict(settings.LANGUAGES)]
    languages = sorted(dict.fromkeys(every), key=lambda language: language != request.user.wording)
    context = {"papers": PAPERS, "languages": languages, "for_all": launch.papers_for_all()}
    return render(request, "vatupassi/level/papers.html", context)


@paper
def paper_pdf(request: Request, name: str, language: str) -> HttpResponse:
    """One paper in one language."""
    if name not in PAPERS or language not in PAPERS[name].files:
        raise Http404
    return pdf_response(make_paper(name, language, request), PAPERS[name].files[language], language[:2])
