"""Guides in short: how to raise a concern, what belongs in notes, how HR helps. Who reads them is recorded nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from support.guide.pages import BY_CODE, GUIDES

if TYPE_CHECKING:
    from core.request import Request


@require_GET
def guide_list(request: Request) -> HttpResponse:
    """All of them, each with the sentence that it begins with."""
    return render(request, "support/guide/list.html", {"guides": GUIDES})


@require_GET
def guide(request: Request, code: str) -> HttpResponse:
    """One, and the others beside it."""
    if code not in BY_CODE:
        raise Http404
    return render(request, "support/guide/guide.html", {"guide": BY_CODE[code], "guides": GUIDES})
