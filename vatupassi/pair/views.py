"""The pair's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.views import action
from vatupassi.models import Occasion
from vatupassi.pair.actions import give_agreed
from vatupassi.pair.page import TIMELINE, Pair, button, other_of, row, standing, way

if TYPE_CHECKING:
    from core.request import Request


@require_GET
def pair(request: Request, pk: UUID) -> HttpResponse:
    """What the two have held, agreed on and planned, twelve months back; ?all=1 shows everything that is kept."""
    other = other_of(request.user, pk)
    found = Pair.load(request.user, other) if other else None
    if found is None:
        raise Http404
    if found.leads and found.has_line:
        request.navigation_item = "team"
    going_on, events = found.going_on(), list(found.events())
    since = TIMELINE.before(timezone.localdate())
    shown = events if "all" in request.GET else [event for event in events if event.day >= since]
    current = going_on[0] if going_on else None
    context: dict[str, Any] = {
        "pair": found,
        "other": other,
        "current": current,
        "others": [row(each) for each in going_on[1:]],
        "events": shown,
        "has_earlier": len(shown) < len(events),
        "readers": found.readers(),
        "promises": found.promises,
    }
    if current:
        context |= {
            "way": way(current),
            "standing": standing(current),
            "button": button(current),
            "shared": found.shared(current),
        }
    elif found.has_line:
        context |= {"occasions": Occasion.objects.visible_to(request.user).in_use(), "new_id": uuid4()}
    if not found.leads and not found.has_line:
        context["new_supervisor"] = new = request.user.supervisor
        context["to_give"] = len(found.to_give(new)) if new and not found.is_restricted else 0
    return render(request, "vatupassi/pair/pair.html", context)


@action
def pair_give_agreed(request: Request, pk: UUID) -> HttpResponse:
    """After a change of supervisor the employee gives the new one what was agreed in all conversations, in one tap."""
    other, new = other_of(request.user, pk), request.user.supervisor
    found = Pair.load(request.user, other) if other else None
    if found is None or found.leads or found.has_line or new is None:
        raise Http404
    if request.POST.get("reader") != str(new.pk):  # an older page
        messages.warning(request, _("Your supervisor has changed again. Look who it is now before you give anything."))
    elif give_agreed(found.to_give(new), to=new, by=request.user):
        messages.success(request, _("%(name)s can now read what you have agreed on.") % {"name": new.name})
    return redirect("pair", pk)
