"""The leadership structure: the tree, and a forum with its plan, table and meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.numbers import sent_version
from core.pages import paged
from core.views import action, page_or_action
from workshops.clock.views import keepers_only
from workshops.forum.forms import ForumForm, PlanForm, RowForm
from workshops.forum.models import forum_tree, level_heads
from workshops.models import Forum, ForumMeeting, ForumRow

if TYPE_CHECKING:
    from core.request import Request


@require_GET
def forum_list(request: Request) -> HttpResponse:
    """The tree, drawn or as a list: one query, however many forums."""
    branches = forum_tree(Forum.objects.visible_to(request.user).with_next().select_related("unit"))
    context = {
        "branches": branches,
        "heads": level_heads(branches),
        "keeps": request.user.is_hr or request.user.supervises,
        "as_list": bool(request.GET.get("list")),
    }
    return render(request, "workshops/forum/list.html", context)


def _edit_page(request: Request, form: ForumForm, forum: Forum | None = None) -> HttpResponse:
    return render(request, "workshops/forum/edit.html", {"form": form, "forum": forum})


def _new(request: Request) -> HttpResponse:
    """The form of a new forum; ?parent= says under which one."""
    keepers_only(request)
    asked = {name: request.GET[name] for name in ("parent", "unit") if name in request.GET}
    return _edit_page(request, ForumForm(by=request.user, initial={"unit": request.user.unit_id} | asked))


def _add(request: Request) -> HttpResponse:
    """Add a forum. A double click adds one: the same name under the same forum is the same one."""
    keepers_only(request)
    form = ForumForm(request.POST, by=request.user)
    if not form.is_valid():
        return _edit_page(request, form)
    same = {name: form.cleaned_data[name] for name in ("unit", "name_fi", "kind", "parent")}
    forum = Forum.objects.arranged_by(request.user).filter(**same).first() or form.save()
    messages.success(request, _("The forum is in the tree."))
    return redirect(forum)


def _arranged(request: Request, pk: UUID, *, lock: bool = False) -> Forum:
    rows = Forum.objects.arranged_by(request.user)
    return get_object_or_404(rows.select_for_update(of=("self",)) if lock else rows, pk=pk)


def _edit(request: Request, pk: UUID) -> HttpResponse:
    """Its name, place and rhythm."""
    forum = _arranged(request, pk)
    return _edit_page(request, ForumForm(instance=forum, by=request.user), forum)


def _save(request: Request, pk: UUID) -> HttpResponse:
    form = ForumForm(request.POST, instance=_arranged(request, pk, lock=True), by=request.user)
    if not form.is_valid():
        return _edit_page(request, form, _arranged(request, pk))
    forum = form.save()
    messages.success(request, _("Saved."))
    return redirect(forum)


forum_new = page_or_action(_new, _add)
forum_edit = page_or_action(_edit, _save)


@action
def forum_remove(request: Request, pk: UUID) -> HttpResponse:
    """Take a forum out of the tree. One that has met or decided stays until that has been deleted."""
    forum = _arranged(request, pk)
    if forum.meetings.exists() or forum.rows.exists():
        messages.error(request, _("It has meetings or rows in its table. Delete them first, or keep the forum."))
        return redirect("forum_edit", pk)
    Forum.objects.arranged_by(request.user).filter(parent=forum).update(parent=forum.parent_id)
    forum.delete()
    messages.success(request, _("The forum is out of the tree."))
    return redirect("forum_list")


# ---- One forum: its plan and its table


def _forum(request: Request, pk: UUID) -> Forum:
    return get_object_or_404(Forum.objects.editable_by(request.user), pk=pk)


def _detail_page(request: Request, pk: UUID, form: PlanForm | None = None, version: int | None = None) -> HttpResponse:
    """``version``: of the plan from which the form was begun, where that is not the one that is shown."""
    rows = Forum.objects.visible_to(request.user).select_related("unit", "chair", "parent")
    forum = get_object_or_404(rows, pk=pk)
    now = timezone.now()
    meetings = ForumMeeting.objects.visible_to(request.user).filter(forum=forum)
    context = {
        "forum": forum,
        "above": Forum.objects.visible_to(request.user).filter(pk=forum.parent_id).first() if forum.parent_id else None,
        "coming": meetings.filter(starts_at__gte=now).order_by("starts_at")[:10],
        "page": paged(request, meetings.filter(starts_at__lt=now)),
        "rows": ForumRow.objects.visible_to(request.user).filter(forum=forum)[:200],
        "form": form or PlanForm(initial={"plan": forum.plan}),
        "version": forum.version if version is None else version,
    }
    return render(request, "workshops/forum/detail.html", context)


@require_GET
def forum_detail(request: Request, pk: UUID) -> HttpResponse:
    """Meetings ahead and held, the table and the plan. A fixed number of queries."""
    return _detail_page(request, pk)


@action
def forum_plan(request: Request, pk: UUID) -> HttpResponse:
    """Save the plan, from the version that was read; otherwise both are shown."""
    forum = get_object_or_404(Forum.objects.editable_by(request.user).select_for_update(of=("self",)), pk=pk)
    form, version = PlanForm(request.POST), sent_version(request.POST)
    if not form.is_valid():
        return _detail_page(request, pk, form, version)
    if version != forum.version:
        form.add_error("plan", _("Somebody else has changed the plan. Read theirs above, then save yours if it fits."))
        return _detail_page(request, pk, form)
    forum.plan, forum.version = form.cleaned_data["plan"], forum.version + 1
    forum.save(update_fields=["plan", "version"])
    messages.success(request, _("Saved."))
    return redirect(forum)


def _row_page(request: Request, form: RowForm, forum: Forum, row: ForumRow | None = None) -> HttpResponse:
    return render(request, "workshops/forum/row_edit.html", {"form": form, "forum": forum, "row": row})


def _row_new(request: Request, pk: UUID) -> HttpResponse:
    """The form of a new row."""
    return _row_page(request, RowForm(), _forum(request, pk))


def _row_add(request: Request, pk: UUID) -> HttpResponse:
    forum = _forum(request, pk)
    form = RowForm(request.POST)
    if not form.is_valid():
        return _row_page(request, form, forum)
    same = ForumRow.objects.editable_by(request.user).filter(forum=forum, done_on=None, **form.cleaned_data)
    if not same.exists():  # a double click
        form.instance.forum = forum
        form.save()
    return redirect(forum)


def _row(request: Request, pk: UUID) -> Any:
    return get_object_or_404(ForumRow.objects.editable_by(request.user).select_related("forum"), pk=pk)


def _row_edit(request: Request, pk: UUID) -> HttpResponse:
    """One row of the table."""
    row = _row(request, pk)
    return _row_page(request, RowForm(instance=row), row.forum, row)


def _row_save(request: Request, pk: UUID) -> HttpResponse:
    row = _row(request, pk)
    form = RowForm(request.POST, instance=row)
    if not form.is_valid():
        return _row_page(request, form, row.forum, _row(request, pk))
    form.save()
    return redirect(row.forum)


forum_row_new = page_or_action(_row_new, _row_add)
forum_row_edit = page_or_action(_row_edit, _row_save)


@action
def forum_row_act(request: Request, pk: UUID, act: str) -> HttpResponse:
    """Mark a row done or open again, or take it out."""
    row = _row(request, pk)
    if act == "poista":
        row.delete()
    elif act in ("tehty", "kesken"):
        row.done_on = (row.done_on or timezone.localdate()) if act == "tehty" else None
        row.save(update_fields=["done_on"])
    else:
        raise Http404
    return redirect(row.forum)
