"""The kooste: built, approved by the mentor, read and printed by HR."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import organisation, pdf
from core.pages import paged
from core.papers import paper, pdf_response
from core.views import action
from verme.kooste import actions as acts
from verme.models import Group, Kooste, Session
from verme.season.views import a_season
from verme.session.views import mine_to_lead

if TYPE_CHECKING:
    from core.request import Request


@action
def kooste_approve(request: Request, pk: UUID) -> HttpResponse:
    """What HR reads from now on: the four fields that stand on the meeting's page, and nothing else."""
    session = mine_to_lead(request, pk)
    try:
        acts.approve(session, by=request.user)
    except acts.NotBegun:
        messages.warning(request, _("A summary can be made when the meeting has begun."))
    else:
        messages.success(request, _("The summary is approved. HR can read it."))
    return redirect(f"{session.get_absolute_url()}#summary")


def _kooste(request: Request, pk: UUID) -> Kooste:
    return get_object_or_404(Kooste.objects.visible_to(request.user).select_related("session__group__season"), pk=pk)


@require_GET
def kooste_detail(request: Request, pk: UUID) -> HttpResponse:
    """One summary."""
    kooste = _kooste(request, pk)
    return render(request, "verme/kooste/detail.html", {"kooste": kooste, "session": kooste.session})


@paper
def kooste_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The same on paper, in the group's language."""
    kooste = _kooste(request, pk)
    group = kooste.session.group
    context = {"kooste": kooste, "session": kooste.session, "EMPLOYER_NAME": organisation.current().name}
    made = pdf.render("verme/kooste/pdf.html", context, group.language, request)
    day = timezone.localtime(kooste.session.starts_at).date()
    return pdf_response(made, f"verme-kooste-{day:%Y-%m-%d}", group.language)


@require_GET
def season_overview(request: Request, pk: UUID) -> HttpResponse:
    """All groups of a season: meetings held and coming, summaries. No content column is asked for."""
    season = a_season(request, pk)
    held = Count(
        "sessions",
        filter=Q(sessions__state=Session.State.PLANNED, sessions__starts_at__lte=timezone.now()),
        distinct=True,
    )
    ahead = Count(
        "sessions",
        filter=Q(sessions__state=Session.State.PLANNED, sessions__starts_at__gt=timezone.now()),
        distinct=True,
    )
    groups = Group.objects.editable_by(request.user).filter(season=season).exclude(state=Group.State.FORMING)
    page = paged(request, groups.annotate(held=held, ahead=ahead).order_by("sort_key", "pk"))
    rows = Kooste.objects.visible_to(request.user).filter(session__group__in=[group.pk for group in page])
    by_group: dict[UUID, list[Kooste]] = {}
    for kooste in rows.select_related("session").order_by("session__starts_at"):
        by_group.setdefault(kooste.session.group_id, []).append(kooste)
    for group in page:
        group.koosteet = by_group.get(group.pk, [])  # type: ignore[attr-defined]
    return render(request, "verme/kooste/of_season.html", {"season": season, "page": page})
