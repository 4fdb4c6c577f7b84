"""An answer to what its asker has taken back meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render

if TYPE_CHECKING:
    from core.request import Request


def taken_back(request: Request, text: str) -> HttpResponse:
    """Its writer gets the text back, as a 404; so does whoever answers such things with an address that never was."""
    if not text.strip() or not (request.user.is_hr or request.user.is_data_protection_officer):
        raise Http404
    return render(request, "people/desk/taken_back.html", {"text": text}, status=404)
