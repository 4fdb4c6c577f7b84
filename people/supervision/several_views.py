"""One supervisor for many units: the page that shows what changes, and doing it. For keepers of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.addresses import as_id
from core.views import page_or_action
from people.models import Unit
from people.supervision import several
from people.supervision.actions import OwnTeam
from people.supervision.forms import ASK_A_COLLEAGUE, SeveralForm
from people.supervision.views import warn_of_ring
from people.user.decorators import keepers_only

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from core.request import Request
    from people.unit.models import UnitQuerySet


def _chosen(request: Request, data: QueryDict) -> UnitQuerySet:
    """Those ticked, or all that the search shows."""
    units = Unit.objects.editable_by(request.user)
    if data.get("all"):
        return several.named(units, data.get("q", ""))
    return units.filter(pk__in={pk for text in data.getlist("u")[: several.MOST + 1] if (pk := as_id(text))})


def _show(
    request: Request, data: QueryDict, found: several.Several, form: SeveralForm, wrong: str = ""
) -> HttpResponse:
    """Which units, who leads them now, which are left out, and what happens."""
    sent = [("all", "1"), ("q", data.get("q", ""))] if data.get("all") else [("u", pk) for pk in data.getlist("u")]
    context: dict[str, Any] = {
        "found": found,
        "form": form,
        "wrong": wrong,
        "sent": sent,
        "by_worker": found.people > several.AT_ONCE,
        "most": several.MOST,
    }
    return render(request, "people/supervision/several.html", context)


def _page(request: Request) -> HttpResponse:
    """What would be changed."""
    if not request.GET.get("all") and not request.GET.getlist("u"):
        messages.error(request, _("Choose first which units: tick them in the tree."))
        return redirect("unit_list")
    today = timezone.localdate()
    found = several.looked_at(_chosen(request, request.GET), request.user, None, today)
    return _show(request, request.GET, found, SeveralForm(by=request.user, initial={"starts_on": today}))


def _act(request: Request) -> HttpResponse:
    """Do it to exactly what was shown; what the person and the day leave out is shown before anything is done."""
    form, units, by = SeveralForm(request.POST, by=request.user), _chosen(request, request.POST), request.user
    if not form.is_valid():
        found = several.looked_at(units, by, None, timezone.localdate())
        return _show(request, request.POST, found, form)
    leader, begins = form.cleaned_data["supervisor"], form.cleaned_data["starts_on"]
    found = several.looked_at(units, by, leader, begins)
    if found.too_many or not found.units:
        return _show(request, request.POST, found, form)
    if request.POST.get("looked") != found.digest:
        return _show(request, request.POST, found, form, _("This is not quite what you were shown. Look once more."))
    try:
        is_done = several.do(found, by=by, leader=leader, begins=begins)
    except OwnTeam:
        return _show(request, request.POST, found, form, str(ASK_A_COLLEAGUE))
    messages.success(request, _told(len(found.units), leader.name, is_done=is_done))
    warn_of_ring(request, leader)
    return redirect("unit_list")


def _told(count: int, name: str, *, is_done: bool) -> str:
    if is_done:
        text = ngettext(
            "Saved: %(name)s leads %(count)s unit. Those who got another supervisor were told.",
            "Saved: %(name)s leads %(count)s units. Those who got another supervisor were told.",
            count,
        )
    else:
        text = ngettext(
            "%(name)s is being made the supervisor of %(count)s unit. That takes a few minutes.",
            "%(name)s is being made the supervisor of %(count)s units. That takes a few minutes.",
            count,
        )
    return text % {"count": count, "name": name}


units_several = keepers_only(page_or_action(_page, _act))
