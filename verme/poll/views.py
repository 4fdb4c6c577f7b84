"""Choosing a time together: the mentor offers, everybody answers, the mentor chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.views import action, page_or_action
from verme.group.views import (
    led,
)
from verme.models import (
    Poll,
)
from verme.poll import actions as acts
from verme.poll.forms import PollForm

if TYPE_CHECKING:
    from core.request import Request


def _poll_page(request: Request, pk: UUID) -> HttpResponse:
    """Offer times."""
    return render(request, "verme/poll/edit.html", {"group": led(request, pk), "form": PollForm()})


def _poll_add(request: Request, pk: UUID) -> HttpResponse:
    group = led(request, pk)
    form = PollForm(request.POST)
    if not form.is_valid():
        return render(request, "verme/poll/edit.html", {"group": group, "form": form})
    if not Poll.objects.visible_to(request.user).filter(group=group).going_on().exists():
        poll = Poll.objects.create(group=group)
        place = form.cleaned_data["place"]
        for at in form.options:
            poll.options.create(starts_at=at, place=place)
    messages.success(request, _("The times are on the group’s page. Each one ticks those that suit."))
    return redirect(group)


poll_new = page_or_action(_poll_page, _poll_add)


@action
def poll_vote(request: Request, pk: UUID) -> HttpResponse:
    """Which times suit me; sent again it replaces the earlier answer."""
    poll = get_object_or_404(Poll.objects.visible_to(request.user).going_on().select_related("group"), pk=pk)
    chosen = set(request.POST.getlist("option"))
    for option in poll.options.all():
        if str(option.pk) in chosen:
            option.votes.get_or_create(person=request.user)
        else:
            option.votes.filter(person=request.user).delete()
    messages.success(request, _("Your answer is saved. You can change it until the time is chosen."))
    return redirect(poll.group)


@action
def poll_choose(request: Request, pk: UUID) -> HttpResponse:
    """The mentor chooses: everybody gets the calendar entry."""
    rows = Poll.objects.led_by(request.user).going_on().select_related("group__season")
    poll = get_object_or_404(rows, pk=pk)
    option = next((one for one in poll.options.all() if str(one.pk) == request.POST.get("option")), None)
    if option is None:
        messages.warning(request, _("Choose a time first."))
        return redirect(poll.group)
    session = acts.choose(poll, option, minutes=poll.group.season.session_minutes)
    messages.success(request, _("The meeting is planned, and everybody has its calendar entry."))
    return redirect(session)
