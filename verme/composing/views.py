"""HR composes the groups of a season on one page and confirms them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from core.views import action
from verme.composing import actions as composing
from verme.composing.conflicts_of_interest import clashes
from verme.models import Group, Mentoring, Season, SignUp
from verme.newcomer.actions import Oneself
from verme.season.views import a_group, a_season

if TYPE_CHECKING:
    from core.request import Request


@require_GET
def group_compose(request: Request, pk: UUID) -> HttpResponse:
    """Who is where. The choices stand in selects; dragging sets them (static/js/compose.js)."""
    return _page(request, a_season(request, pk))


def _page(request: Request, season: Season, chosen: dict[str, str] | None = None, problem: str = "") -> HttpResponse:
    rows = SignUp.objects.editable_by(request.user).filter(season=season).there()
    sign_ups = list(rows.select_related("person__unit", "wish").order_by("at", "pk"))
    groups = list(Group.objects.editable_by(request.user).filter(season=season).with_counts().order_by("name", "pk"))
    mentors: dict[UUID, list[Mentoring]] = {}
    live = Mentoring.objects.visible_to(request.user).live().filter(group__season=season)
    for one in live.select_related("person"):
        mentors.setdefault(one.group_id, []).append(one)
    found = clashes(season)
    targets = [group for group in groups if group.state != Group.State.ENDED]
    by_seat: dict[str, list[Any]] = {}
    for row in sign_ups:
        row.was = composing.seat(row)  # type: ignore[attr-defined]
        row.to = (chosen or {}).get(str(row.pk), row.was)  # type: ignore[attr-defined]
        row.own = row.person_id == request.user.pk  # type: ignore[attr-defined]
        by_seat.setdefault(row.was, []).append(row)  # type: ignore[attr-defined]
    columns = [
        {
            "group": group,
            "rows": by_seat.get(str(group.pk), []),
            "mentors": mentors.get(group.pk, []),
            "clashes": found.get(group.pk, []),
            "forming": group.state == Group.State.FORMING,
            "few": group.placed < season.members_min,
        }
        for group in groups
    ]
    context = {
        "season": season,
        "columns": columns,
        "waiting": by_seat.get("", []),
        "targets": [(str(group.pk), group.name) for group in targets],
        "problem": problem,
        "forming": any(column["forming"] for column in columns),
    }
    return render(request, "verme/composing/compose.html", context)


def _placements(request: Request) -> list[composing.Placement]:
    found = []
    for name, to in request.POST.items():
        if name.startswith("to-"):
            try:
                pk = UUID(name.removeprefix("to-"))
            except ValueError:
                continue
            found.append(composing.Placement(pk, request.POST.get(f"was-{pk}", ""), str(to)))
    return found


@action
def group_compose_save(request: Request, pk: UUID) -> HttpResponse:
    """Move people; all or nothing."""
    season = a_season(request, pk, lock=True)
    wanted = _placements(request)
    chosen = {str(row.sign_up): row.to for row in wanted}
    try:
        moved = composing.compose(season, wanted, by=request.user)
    except composing.Full as error:
        lines = [
            _("%(group)s would have %(n)d people for %(places)d places. Move somebody elsewhere, or add places.")
            % {"group": group.name, "n": n, "places": group.capacity}
            for group, n in error.over
        ]
        return _page(request, season, chosen, " ".join(lines))
    except Oneself:
        return _page(request, season, chosen, _("Nobody places themselves. Ask another HR person to place you."))
    except composing.Moved:
        text = _("Somebody has signed up, left or been moved meanwhile. Look at the groups again and then move people.")
        return _page(request, season, None, text)
    text = ngettext("%(n)d person moved.", "%(n)d people moved.", moved) % {"n": moved}
    messages.success(request, text if moved else _("Nothing was moved."))
    return redirect("group_compose", pk)


@action
def group_confirm(request: Request, pk: UUID) -> HttpResponse:
    """Confirm one group: its members and mentors are told."""
    season = a_season(request, a_group(request, pk).season_id, lock=True)
    group = a_group(request, pk)
    group.season = season
    try:
        composing.confirm(group, small=request.POST.get("small") == "1")
    except composing.NoMentor:
        messages.warning(request, _("Name a mentor for the group first."))
    except composing.Small:
        messages.warning(
            request, _("The group is smaller than planned. Tick that you mean it, or wait for more people.")
        )
    else:
        messages.success(request, _("The group is confirmed. Its members and mentor have been told."))
    return redirect("group_compose", season.pk)
