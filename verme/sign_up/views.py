"""Verme for everybody: what it is, the open calls, signing up and leaving, my groups."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.views import action
from verme.models import EventSignUp, Group, Season, SeasonEvent, SignUp, Survey, Training
from verme.sign_up import actions as places
from verme.sign_up.ring import ring

if TYPE_CHECKING:
    from core.request import Request


@require_GET
def verme(request: Request) -> HttpResponse:
    """My groups, the open calls, and what Verme is."""
    user = request.user
    context = {
        "groups": Group.objects.inside(user).exclude(state=Group.State.ENDED).select_related("season"),
        "asked": Survey.objects.asked_of(user).select_related("season"),
        "surveys": Survey.objects.visible_to(user).select_related("season").order_by("-released_on")[:6],
        "events": SeasonEvent.objects.offered_to(user).ahead(),
        "coming": set(EventSignUp.objects.of(user).placed().values_list("event_id", flat=True)),
        "trainings": Training.objects.inside(user),
        "trains": Training.objects.led_by(user).exists(),
        "calls": Season.objects.visible_to(user).calling(),
        "sign_ups": {row.season_id: row for row in SignUp.objects.visible_to(user).of(user).there()},
    }
    return render(request, "verme/sign_up/verme.html", context)


@require_GET
def verme_guide(request: Request) -> HttpResponse:
    """Which form of support fits, where Verme comes from, what it may aim at (domain.md D22–24, E25)."""
    return render(request, "verme/sign_up/guide.html")


def _mine(request: Request, season: Season) -> SignUp | None:
    rows = SignUp.objects.visible_to(request.user).of(request.user).filter(season=season).select_related("group")
    return rows.exclude(state=SignUp.State.WITHDRAWN).first()


@require_GET
def season_call(request: Request, pk: UUID) -> HttpResponse:
    """One season's call: what it takes, its groups with places left, my own sign-up."""
    season = get_object_or_404(Season.objects.visible_to(request.user), pk=pk)
    mine = _mine(request, season)
    waits = mine is not None and mine.state == SignUp.State.WAITLIST
    groups = list(Group.objects.offered_to(request.user).filter(season=season).with_counts().order_by("sort_key", "pk"))
    mine_in = next((group for group in groups if mine and mine.group_id == group.pk), None)
    context = {
        "season": season,
        "groups": [(group, ring(group.capacity, group.placed)) for group in groups],
        "waited_ring": ring(mine_in.capacity, mine_in.placed, mine=not waits) if mine_in else (),
        "place": places.place_in_queue(mine) if waits and mine else 0,
        "mine": mine,
        "waits": waits,
        "can_choose": season.is_calling and (mine is None or waits),
        "member": Group.objects.inside(request.user).filter(season=season).first(),
    }
    return render(request, "verme/sign_up/season_call.html", context)


@action
def sign_up(request: Request, pk: UUID) -> HttpResponse:
    """A place or the waiting list."""
    season = get_object_or_404(Season.objects.visible_to(request.user).for_update(), pk=pk)
    wish = request.POST.get("wish", "")
    group = None
    if wish:
        offered = Group.objects.offered_to(request.user).filter(season=season)
        group = next((one for one in offered if str(one.pk) == wish), None)
        if group is None:
            messages.warning(request, _("That group takes no more sign-ups. Choose another one."))
            return redirect("season_call", pk)
    try:
        mine = places.sign_up(season, by=request.user, wish=group)
    except places.Closed:
        messages.warning(request, _("The sign-up has ended."))
        return redirect("season_call", pk)
    if mine.state == SignUp.State.PLACED:
        messages.success(request, _("You have a place. HR confirms the groups and tells you."))
    elif season.composing:
        messages.success(request, _("You are on the waiting list. HR composes the groups and gives the free places."))
    else:
        text = _("No place that fits your wish is free just now. You are on the waiting list.")
        messages.success(request, text)
    return redirect("season_call", pk)


@action
def sign_up_withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Leave, without a reason. The next one on the waiting list moves up."""
    season = get_object_or_404(Season.objects.visible_to(request.user).for_update(), pk=pk)
    places.withdraw(season, by=request.user)
    messages.success(request, _("You have left. Nobody asks why, and you are welcome another time."))
    return redirect("season_call", pk)
