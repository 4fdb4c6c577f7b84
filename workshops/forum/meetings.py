"""A forum's meetings and the matters on their agendas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.views import action, page_or_action
from workshops.forum.forms import ItemForm, MeetingForm, suggested_day
from workshops.models import Forum, ForumItem, ForumMeeting

if TYPE_CHECKING:
    from core.request import Request


def _forum(request: Request, pk: UUID) -> Forum:
    return get_object_or_404(Forum.objects.editable_by(request.user), pk=pk)


def _page(request: Request, form: MeetingForm, forum: Forum, meeting: Any = None) -> HttpResponse:
    context = {"form": form, "forum": forum, "meeting": meeting}
    return render(request, "workshops/forum/meeting_edit.html", context)


def _new(request: Request, pk: UUID) -> HttpResponse:
    """A new meeting: the day suggested follows from the forum's weekdays."""
    forum = _forum(request, pk)
    latest = forum.meetings.aggregate(latest=Max("starts_at"))["latest"]
    return _page(request, MeetingForm(initial={"day": suggested_day(forum, latest)}), forum)


def _add(request: Request, pk: UUID) -> HttpResponse:
    """Add a meeting. A double click adds one: a forum does not meet twice at one time."""
    forum = _forum(request, pk)
    form = MeetingForm(request.POST, instance=ForumMeeting(forum=forum))
    if not form.is_valid():
        return _page(request, form, forum)
    starts_at = form.cleaned_data["starts_at"]
    same = ForumMeeting.objects.editable_by(request.user).filter(forum=forum, starts_at=starts_at).first()
    return redirect(same or form.save())


def _meeting(request: Request, pk: UUID) -> Any:
    return get_object_or_404(ForumMeeting.objects.editable_by(request.user).select_related("forum"), pk=pk)


def _edit(request: Request, pk: UUID) -> HttpResponse:
    """When and where."""
    meeting = _meeting(request, pk)
    return _page(request, MeetingForm(instance=meeting), meeting.forum, meeting)


def _save(request: Request, pk: UUID) -> HttpResponse:
    meeting = _meeting(request, pk)
    form = MeetingForm(request.POST, instance=meeting)
    if not form.is_valid():
        return _page(request, form, meeting.forum, _meeting(request, pk))
    if form.has_changed():
        form.save().renew_entry()
    return redirect(meeting)


forum_meeting_new = page_or_action(_new, _add)
forum_meeting_edit = page_or_action(_edit, _save)


@require_GET
def forum_meeting(request: Request, pk: UUID) -> HttpResponse:
    """The agenda (asialista) and what was decided."""
    rows = ForumMeeting.objects.visible_to(request.user).select_related("forum__unit")
    meeting: Any = get_object_or_404(rows.prefetch_related("items__row"), pk=pk)
    forum = Forum.objects.visible_to(request.user).get(pk=meeting.forum_id)
    context = {"meeting": meeting, "forum": forum, "items": meeting.items_with_times()}
    return render(request, "workshops/forum/meeting.html", context)


@action
def forum_meeting_remove(request: Request, pk: UUID) -> HttpResponse:
    """Delete a meeting with its agenda. What went into the table stays there."""
    meeting = _meeting(request, pk)
    meeting.delete()
    messages.success(request, _("The meeting is deleted."))
    return redirect(meeting.forum)


# ---- Matters


def _item_page(request: Request, form: ItemForm, meeting: ForumMeeting, item: Any = None) -> HttpResponse:
    context = {"form": form, "meeting": meeting, "forum": meeting.forum, "item": item}
    return render(request, "workshops/forum/item_edit.html", context)


def _item_new(request: Request, pk: UUID) -> HttpResponse:
    """The form of a new matter."""
    return _item_page(request, ItemForm(), _meeting(request, pk))


def _item_add(request: Request, pk: UUID) -> HttpResponse:
    """Add a matter last. A double click adds one."""
    meeting = _meeting(request, pk)
    form = ItemForm(request.POST)
    if not form.is_valid():
        return _item_page(request, form, meeting)
    same = ForumItem.objects.editable_by(request.user).filter(meeting=meeting, title=form.cleaned_data["title"])
    if not same.exists():
        last = meeting.items.aggregate(last=Max("position"))["last"]
        form.instance.meeting, form.instance.position = meeting, 0 if last is None else last + 1
        form.save()
        meeting.renew_entry()
    return redirect(meeting)


def _item(request: Request, pk: UUID) -> Any:
    return get_object_or_404(ForumItem.objects.editable_by(request.user).select_related("meeting__forum"), pk=pk)


def _item_edit(request: Request, pk: UUID) -> HttpResponse:
    """One matter and its decision."""
    item = _item(request, pk)
    return _item_page(request, ItemForm(instance=item), item.meeting, item)


def _item_save(request: Request, pk: UUID) -> HttpResponse:
    item = _item(request, pk)
    form = ItemForm(request.POST, instance=item)
    if not form.is_valid():
        return _item_page(request, form, item.meeting, _item(request, pk))
    form.save()
    if "minutes" in form.changed_data:
        item.meeting.renew_entry()
    return redirect(item.meeting)


forum_item_new = page_or_action(_item_new, _item_add)
forum_item_edit = page_or_action(_item_edit, _item_save)


@action
def forum_item_act(request: Request, pk: UUID, act: str) -> HttpResponse:
    """Move a matter up, take it out, or put its decision into the forum's table."""
    item = _item(request, pk)
    if act == "ylos":
        item.move_up()
    elif act == "poista":
        item.delete()
        item.meeting.renew_entry()
    elif act == "taulukkoon":
        item.put_into_table()
        messages.success(request, _("It is in the table. Add who does it and by when."))
    else:
        raise Http404
    return redirect(item.meeting)
