"""Signing up for a workshop, and leaving it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from core.views import action
from workshops.models import Agenda, SignUp
from workshops.sign_up import actions as acts

if TYPE_CHECKING:
    from core.request import Request


def _seen_locked(request: Request, pk: UUID) -> Agenda:
    return get_object_or_404(Agenda.objects.visible_to(request.user).for_update(), pk=pk)


@action
def workshop_sign_up(request: Request, pk: UUID) -> HttpResponse:
    """A place or the waiting list."""
    agenda = _seen_locked(request, pk)
    try:
        mine = acts.sign_up(agenda, by=request.user)
    except acts.Closed:
        messages.warning(request, _("The sign-up has ended."))
        return redirect(agenda)
    if mine.state == SignUp.State.PLACED:
        messages.success(request, _("You have a place."))
    else:
        messages.success(request, _("It is full just now. You are on the waiting list and move up by yourself."))
    return redirect(agenda)


@action
def workshop_withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Leave, without a reason. The next one on the waiting list moves up."""
    agenda = _seen_locked(request, pk)
    acts.withdraw(agenda, by=request.user)
    messages.success(request, _("You have given up your place. No reason is asked."))
    open_still = Agenda.objects.visible_to(request.user).filter(pk=pk).exists()
    return redirect(agenda) if open_still else redirect("workshops")
