"""The data protection officer's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.user.decorators import officer_only

if TYPE_CHECKING:
    from core.request import Request


@officer_only
@require_safe
def officer(request: Request) -> HttpResponse:
    """What the task is, and what it does not open."""
    return render(request, "people/rights/officer.html")
