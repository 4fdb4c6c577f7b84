"""The group's own pages, for its members and mentor."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from verme.models import Group, Membership, Mentoring

if TYPE_CHECKING:
    from core.request import Request


@require_GET
def group_detail(request: Request, pk: UUID) -> HttpResponse:
    """Who is in the group, and what is next in it."""
    group = get_object_or_404(Group.objects.inside(request.user).select_related("season"), pk=pk)
    context = {
        "group": group,
        "members": Membership.objects.visible_to(request.user).live().filter(group=group).select_related("person"),
        "mentors": Mentoring.objects.visible_to(request.user).live().filter(group=group).select_related("person"),
    }
    return render(request, "verme/group_detail.html", context)
