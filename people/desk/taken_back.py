"""An answer to what is no longer there to be answered: taken back meanwhile, or gone to somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render

if TYPE_CHECKING:
    from core.request import Request


def taken_back(request: Request, text: str) -> HttpResponse:
    """Its writer gets the text back, as a 404, which tells nothing of whether there ever was such a thing."""
    if not text.strip():
        raise Http404
    return render(request, "people/desk/taken_back.html", {"text": text}, status=404)
