"""The method cards, open to all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from verme.methods.cards import CARDS
from verme.models import Session

if TYPE_CHECKING:
    from core.request import Request

MOST = 3  # meetings that a card can be added to from its page


@require_GET
def method_list(request: Request) -> HttpResponse:
    """The thirteen method cards."""
    return render(request, "verme/methods/list.html", {"cards": CARDS.values()})


@require_GET
def method_card(request: Request, code: str) -> HttpResponse:
    """One card. Who leads a group adds it to one of the next meetings from here."""
    if code not in CARDS:
        raise Http404
    coming = Session.objects.led_by(request.user).ahead().exclude(methods__card=code).select_related("group")[:MOST]
    return render(request, "verme/methods/card.html", {"card": CARDS[code], "coming": coming})
