"""HR's seasons and groups: opening, numbers, closing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from core.formats import date_only
from core.pages import paged
from core.sheets import file_of
from core.views import action, page_or_action
from verme.models import Group, Membership, Mentoring, Season, SeasonEvent, SignUp, Survey
from verme.season import actions as seasons
from verme.season.finding import SORTS, Asked
from verme.season.forms import SHAPES, GroupForm, SeasonForm
from verme.sign_up import actions as places

if TYPE_CHECKING:
    from core.request import Request


def hr_only(request: Request) -> None:
    """Others get 404 where there is no object to ask for."""
    if not request.user.is_hr:
        raise Http404


def a_season(request: Request, pk: UUID, *, lock: bool = False) -> Season:
    """A season that this user may run, locked when places are about to move."""
    rows = Season.objects.editable_by(request.user)
    return get_object_or_404(rows.for_update() if lock else rows, pk=pk)


@require_GET
def season_list(request: Request) -> HttpResponse:
    """Seasons with their numbers, found, filtered and sorted. A fixed number of queries."""
    hr_only(request)
    asked = Asked.of(request.GET)
    latest = Season.objects.editable_by(request.user).exclude(state=Season.State.DRAFT).order_by("-starts_on").first()
    context = {
        "page": paged(request, asked.seasons(request.user)),
        "asked": asked,
        "heads": {column: asked.head(column) for column in SORTS},
        "states": Season.State.choices,
        "latest": latest,
        "this_year": timezone.localdate().year,
    }
    return render(request, "verme/season/list.html", context)


@require_GET
def season_export(request: Request, kind: str) -> HttpResponse:
    """The seasons that the list shows, as a file: what its lines say and no more."""
    hr_only(request)
    heads = [
        *(_("Season"), pgettext("of a season", "State"), _("First day"), _("Last day")),
        *(_("Groups"), _("Participants"), _("On the waiting list")),
    ]
    lines = (
        [
            *(season.name, season.get_state_display(), date_only(season.starts_on), date_only(season.ends_on)),
            *(season.group_count, season.placed, season.queue),
        ]
        for season in Asked.of(request.GET).seasons(request.user)
    )
    return file_of(kind, slugify(_("Verme seasons")), heads, lines)


@require_GET
def season_detail(request: Request, pk: UUID) -> HttpResponse:
    """One season: its state and next step, its groups with members, mentors and places. A fixed number of queries."""
    season = a_season(request, pk)
    members = Membership.objects.visible_to(request.user).live().select_related("person")
    mentors = Mentoring.objects.visible_to(request.user).live().select_related("person")
    groups = (
        Group.objects.editable_by(request.user)
        .filter(season=season)
        .with_counts()
        .order_by("sort_key", "pk")
        .prefetch_related(
            Prefetch("memberships", members, to_attr="roster"), Prefetch("mentorings", mentors, to_attr="mentors")
        )
    )
    page = paged(request, groups)
    waiting = SignUp.objects.editable_by(request.user).filter(season=season).waiting().count()
    led = Mentoring.objects.visible_to(request.user).live().filter(group=OuterRef("pk"))
    forming_groups = Group.objects.editable_by(request.user).filter(season=season, state=Group.State.FORMING)
    missing = forming_groups.filter(~Exists(led)).order_by("sort_key", "pk").first()
    events = SeasonEvent.objects.editable_by(request.user).filter(season=season).with_coming()
    context = {
        "season": season,
        "page": page,
        "waiting": waiting,
        "forming": forming_groups.count(),
        "missing": missing,
    }
    context["small"] = Group.objects.editable_by(request.user).filter(season=season).small().order_by("sort_key", "pk")
    context["events"] = events.order_by("starts_at", "pk")
    context["results"] = Survey.objects.visible_to(request.user).filter(season=season).order_by("kind")
    return render(request, "verme/season/detail.html", context)


def _season_page(request: Request, form: SeasonForm, season: Season | None = None) -> HttpResponse:
    return render(request, "verme/season/edit.html", {"form": form, "season": season})


def _new_page(request: Request) -> HttpResponse:
    """A new season; ?shape= says from which of the two templates."""
    hr_only(request)
    shape = SHAPES.get(request.GET.get("shape", ""), SHAPES["long"])
    return _season_page(request, SeasonForm(initial=shape))


def _add(request: Request) -> HttpResponse:
    hr_only(request)
    form = SeasonForm(request.POST)
    if not form.is_valid():
        return _season_page(request, form)
    name, starts_on = form.cleaned_data["name"], form.cleaned_data["starts_on"]
    same = Season.objects.editable_by(request.user).filter(name=name, starts_on=starts_on).first()
    season = same or form.save()  # a double click makes one season
    messages.success(request, _("The season is saved as a draft. Add its groups, then open the call."))
    return redirect("season_plan", season.pk)


def _edit_page(request: Request, pk: UUID) -> HttpResponse:
    """Names, days and numbers of a season."""
    season = a_season(request, pk)
    return _season_page(request, SeasonForm(instance=season), season)


def _save(request: Request, pk: UUID) -> HttpResponse:
    season = a_season(request, pk, lock=True)
    form = SeasonForm(request.POST, instance=season)
    if not form.is_valid():
        return _season_page(request, form, a_season(request, pk))
    form.save()
    messages.success(request, _("Saved."))
    return redirect(season)


season_new = page_or_action(_new_page, _add)
season_edit = page_or_action(_edit_page, _save)


@action
def season_begin(request: Request, pk: UUID) -> HttpResponse:
    """End the call. Groups still being formed are confirmed or removed first."""
    season = a_season(request, pk, lock=True)
    if Group.objects.editable_by(request.user).filter(season=season, state=Group.State.FORMING).exists():
        messages.warning(request, _("Confirm or remove the groups that are still being formed first."))
        return redirect(season)
    seasons.begin(season)
    messages.success(request, _("The season is running. Those left on the waiting list have been told."))
    return redirect(season)


@action
def season_close(request: Request, pk: UUID) -> HttpResponse:
    """The season is over: the retention clocks start."""
    season = a_season(request, pk, lock=True)
    seasons.close(season)
    messages.success(request, _("The season is closed."))
    return redirect(season)


# Groups


def a_group(request: Request, pk: UUID) -> Group:
    """A group that this user may form; its season is locked first by those who move places."""
    return get_object_or_404(Group.objects.editable_by(request.user).select_related("season").with_counts(), pk=pk)


def _group_page(request: Request, form: GroupForm, season: Season, group: Group | None = None) -> HttpResponse:
    return render(request, "verme/group/edit.html", {"form": form, "season": season, "group": group})


def _group_new_page(request: Request, pk: UUID) -> HttpResponse:
    """A new group of a season."""
    season = a_season(request, pk)
    return _group_page(request, GroupForm(initial={"capacity": season.members_max, "mixed": "True"}), season)


def _group_add(request: Request, pk: UUID) -> HttpResponse:
    season = a_season(request, pk, lock=True)
    if not season.is_open:
        messages.warning(request, _("The season is closed."))
        return redirect(season)
    form = GroupForm(request.POST, instance=Group(season=season))
    if not form.is_valid():
        return _group_page(request, form, season)
    same = Group.objects.editable_by(request.user).filter(season=season, name=form.cleaned_data["name"])
    if not same.exists():  # a double click makes one group
        form.save()
        places.move_up(season)
    messages.success(request, _("The group is added."))
    return redirect(season)


def _group_edit_page(request: Request, pk: UUID) -> HttpResponse:
    """Name, target and places of a group."""
    group = a_group(request, pk)
    form = GroupForm(instance=group, placed=group.placed, initial={"mixed": str(group.mixed)})
    return _group_page(request, form, group.season, group)


def _group_save(request: Request, pk: UUID) -> HttpResponse:
    season = a_season(request, a_group(request, pk).season_id, lock=True)
    group = a_group(request, pk)
    form = GroupForm(request.POST, instance=group, placed=group.placed)
    if not form.is_valid():
        return _group_page(request, form, season, a_group(request, pk))
    form.save()
    places.move_up(season)
    messages.success(request, _("Saved."))
    return redirect(season)


group_new = page_or_action(_group_new_page, _group_add)
group_edit = page_or_action(_group_edit_page, _group_save)


@action
def group_remove(request: Request, pk: UUID) -> HttpResponse:
    """Remove a group in which nobody has a place."""
    season = a_season(request, a_group(request, pk).season_id, lock=True)
    group = a_group(request, pk)
    if group.state != Group.State.FORMING or group.placed:
        messages.warning(request, _("People have a place in this group. Move them elsewhere first."))
        return redirect("group_edit", pk)
    group.delete()
    messages.success(request, _("The group is removed."))
    return redirect(season)
