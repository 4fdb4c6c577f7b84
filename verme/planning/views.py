"""A season on one page, as a draft, and the panel before its call opens."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.outbox import Letter
from core.views import action, page_or_action
from verme.models import Group, Mentoring, Season
from verme.planning import actions as plans
from verme.planning import letters
from verme.planning.forms import Mentors, PlannedGroupForm
from verme.season.forms import SeasonForm
from verme.season.views import a_season

if TYPE_CHECKING:
    from core.request import Request


@action
def season_copy(request: Request, pk: UUID) -> HttpResponse:
    """A new season from an earlier one: a draft that nobody else sees."""
    return redirect("season_plan", plans.from_earlier(a_season(request, pk, lock=True), by=request.user).pk)


def _rows(request: Request, season: Season) -> list[PlannedGroupForm]:
    """The groups as forms, and one empty row."""
    mentors = Mentors(season, by=request.user)
    live = Mentoring.objects.editable_by(request.user).live().select_related("person").order_by("starts_on", "pk")
    groups = Group.objects.editable_by(request.user).filter(season=season, state=Group.State.FORMING)
    rows = groups.order_by("sort_key", "pk").prefetch_related(Prefetch("mentorings", live, to_attr="mentors"))
    data = request.POST if request.method == "POST" else None
    forms = [PlannedGroupForm(data, prefix=f"g-{row.pk}", instance=row, mentors=mentors) for row in rows]
    first = {"capacity": season.members_max}
    new = PlannedGroupForm(data, prefix="new", initial=first, instance=Group(season=season), mentors=mentors)
    return [*forms, new]


def _draft_only(request: Request, season: Season) -> HttpResponse | None:
    """Once people sign up, groups and season have pages of their own."""
    return None if season.state == Season.State.DRAFT else redirect(season)


def _plan(request: Request, season: Season, form: SeasonForm, rows: list[PlannedGroupForm]) -> HttpResponse:
    form.fields["name"].help_text = ""
    context = {"season": season, "form": form, "rows": rows, "groups": len(rows) - 1}
    context["places"] = sum(row.instance.capacity for row in rows[:-1])
    return render(request, "verme/planning/plan.html", context)


def _plan_page(request: Request, pk: UUID) -> HttpResponse:
    """Season, groups, mentors and words of the call on one page. A fixed number of queries."""
    season = a_season(request, pk)
    return _draft_only(request, season) or _plan(request, season, SeasonForm(instance=season), _rows(request, season))


def _save(request: Request, pk: UUID) -> HttpResponse:
    season = a_season(request, pk, lock=True)
    if elsewhere := _draft_only(request, season):
        return elsewhere
    form, rows = SeasonForm(request.POST, instance=season), _rows(request, season)
    used = [row for row in rows if not row.is_empty]
    if not all([form.is_valid(), *(row.is_valid() for row in used)]):
        return _plan(request, a_season(request, pk), form, rows)
    form.save()
    plans.save_groups(season, used, by=request.user)
    if "open" in request.POST:
        return redirect("season_open", pk)
    if "add" in request.POST:
        return redirect(f"{request.path}#new")
    messages.success(request, _("The draft is saved. Nobody but HR sees it."))
    return redirect("season_plan", pk)


season_plan = page_or_action(_plan_page, _save)


def _letter(season: Season, language: str) -> Letter:
    with translation.override(language):
        return letters.call(season)


def _open_page(request: Request, pk: UUID) -> HttpResponse:
    """Who is told, how many, with which words and when: then one button."""
    season = a_season(request, pk)
    if elsewhere := _draft_only(request, season):
        return elsewhere
    groups = Group.objects.editable_by(request.user).filter(season=season).order_by("sort_key", "pk")
    live = Mentoring.objects.editable_by(request.user).live().select_related("person")
    found = plans.counts(season)
    used = [code for code in ("fi", "sv", "en") if code != "en" or found["en"]]
    context = {
        "season": season,
        "groups": groups.prefetch_related(Prefetch("mentorings", live, to_attr="mentors")),
        "counts": found,
        "letters": [(code, found[code], _letter(season, code)) for code in used],
        "late": season.sign_up_until < timezone.localdate(),
        "tomorrow": plans.tomorrow_at_nine(),
    }
    return render(request, "verme/planning/open.html", context)


def _open(request: Request, pk: UUID) -> HttpResponse:
    season = a_season(request, pk, lock=True)
    if not Group.objects.editable_by(request.user).filter(season=season).exists():
        messages.warning(request, _("Add at least one group first."))
        return redirect(season)
    if season.state == Season.State.DRAFT and season.sign_up_until < timezone.localdate():
        messages.warning(request, _("The last day to sign up has passed. Give a later day first."))
        return redirect("season_plan", pk)
    plans.open_and_tell(season, at=plans.tomorrow_at_nine() if request.POST.get("when") == "morning" else None)
    messages.success(request, _("The call is open. Everybody finds it under Verme, and the letters go out."))
    return redirect(season)


season_open = page_or_action(_open_page, _open)
