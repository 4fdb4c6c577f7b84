"""Ticking a promise off, and taking the tick back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core.views import action
from vatupassi.conversation.views import locked
from vatupassi.models import Agreement
from vatupassi.promise import actions
from vatupassi.promise.page import promise_of

if TYPE_CHECKING:
    from core.request import Request


@action
def promise_tick(request: Request, pk: UUID) -> HttpResponse:
    """Say that one's own promise is done, or that one to oneself was kept; without `ticked`: not yet after all."""
    user = request.user
    found = get_object_or_404(Agreement.objects.promises_of(user), pk=pk)
    conversation = locked(request, found.conversation_id, over=True)
    agreement = get_object_or_404(Agreement.objects.promises_of(user), pk=pk)  # nobody else writes now
    agreement.conversation = conversation
    if not actions.may_tick(agreement, by=user):
        raise Http404
    actions.tick(agreement, by=user, ticked="ticked" in request.POST)
    promise, with_other = promise_of(agreement, user), request.POST.get("on") == "pair"
    if request.htmx:
        return render(request, "vatupassi/promise/_row.html", {"promise": promise, "with_other": with_other})
    if with_other and promise.other_id:
        return redirect("pair", promise.other_id)
    return redirect("home")
