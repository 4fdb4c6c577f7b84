"""The page that finds. With a script it is a sheet over the page that one is on (static/js/palette.js)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_GET

from vatupassi.finding.page import LONGEST, find

if TYPE_CHECKING:
    from django.http import HttpResponse

    from core.request import Request


@require_GET
def finding(request: Request) -> HttpResponse:
    """?q= is what is looked for: letters of a name or a page, a day."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    groups = find(request, text)
    context = {"search": text, "groups": groups, "count": sum(len(group.hits) for group in groups)}
    return render(request, "vatupassi/finding/finding.html", context)
