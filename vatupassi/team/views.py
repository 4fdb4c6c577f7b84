"""The supervisor's team."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.redirects import safe_redirect
from core.views import action
from people.models import User
from vatupassi.team.actions import leave_in_peace, show_again
from vatupassi.team.page import Show, team_of

if TYPE_CHECKING:
    from core.request import Request

PAGE = 60


@require_GET
def team(request: Request) -> HttpResponse:
    """My team: what is coming with each one, and what is mine to do. ?show= is a filter, ?q= a name or a unit."""
    user = request.user
    if not user.supervises:
        raise Http404
    search, show = request.GET.get("q", "").strip(), request.GET.get("show", "")
    lines = team_of(user)
    show = show if show in Show.values else Show.ALL
    counts = [(each, sum(each in line.shown_in for line in lines)) for each in Show]
    # a name that one looks for is found wherever it is
    found = [line for line in lines if (line.is_named(search) if search else show in line.shown_in)]
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "filters": [(each, count) for each, count in counts if each != Show.NOT_NOW or count],
        "show": show,
        "search": search,
        "anybody": bool(lines),
        "with_units": len({line.person.unit_id for line in lines}) > 1,
    }
    return render(request, "vatupassi/team/team.html", context)


@action
def team_not_now(request: Request, pk: UUID) -> HttpResponse:
    """Leave somebody in peace: their row is no duty and out of the way. With ``again`` it is shown as before."""
    person = get_object_or_404(User.objects.supervised_by(request.user), pk=pk)
    if "again" in request.POST:
        show_again(person, by=request.user)
        messages.success(request, _("Shown again: %(name)s") % {"name": person.name})
    else:
        leave_in_peace(person, by=request.user)
        messages.success(request, _("Left in peace: %(name)s. The row is behind Not now.") % {"name": person.name})
    return safe_redirect(request, "team")
