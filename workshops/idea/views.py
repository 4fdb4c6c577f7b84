"""Ideas that groups have sent to HR."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.pages import paged
from rooms.kinds import may_host
from workshops.models import Idea

if TYPE_CHECKING:
    from core.request import Request


@require_GET
def idea_list(request: Request) -> HttpResponse:
    """What groups have sent: for HR all, for a facilitator their own."""
    if not may_host(request.user):
        raise Http404
    ideas = Idea.objects.visible_to(request.user).select_related("by")
    return render(request, "workshops/idea/list.html", {"page": paged(request, ideas)})
