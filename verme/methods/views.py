"""The method cards, open to all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from verme.methods.cards import CARDS

if TYPE_CHECKING:
    from core.request import Request


@require_GET
def method_list(request: Request) -> HttpResponse:
    """The thirteen method cards."""
    return render(request, "verme/methods/list.html", {"cards": CARDS.values()})


@require_GET
def method_card(request: Request, code: str) -> HttpResponse:
    """One card."""
    if code not in CARDS:
        raise Http404
    return render(request, "verme/methods/card.html", {"card": CARDS[code]})
