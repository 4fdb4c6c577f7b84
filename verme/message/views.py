"""Messages from the mentor to the group: members read them here, never in a letter."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.pages import paged
from core.texts.views import save_text, status_of
from core.views import action, page_or_action
from verme.group.views import inside
from verme.message import actions as acts
from verme.models import Group, GroupMessage
from verme.text import writing as texts

if TYPE_CHECKING:
    from core.request import Request
    from core.texts.writing import Writing


def _messages(request: Request, pk: UUID) -> HttpResponse:
    """Everything that has been written, the latest first; the mentor writes here."""
    return _page(request, inside(request, pk))


def _page(request: Request, group: Group, after: Writing | None = None, key: UUID | None = None) -> HttpResponse:
    """``key``: of the message that the form sends, the same when the form comes back."""
    rows = GroupMessage.objects.readable_by(request.user).sent().filter(group=group).select_related("by")
    context = {
        "group": group,
        "page": paged(request, rows.order_by("-created_at", "pk")),
        "id": key or uuid.uuid4(),
        "writing": after or (texts.message(_draft(request, group), request.user) if group.leads else None),
    }
    return render(request, "verme/message/list.html", context, status=status_of([after] if after else []))


def _draft(request: Request, group: Group) -> GroupMessage:
    mine = GroupMessage.objects.readable_by(request.user).filter(group=group, draft=True).first()
    return mine or GroupMessage(group=group, by=request.user, draft=True)


def _locked(request: Request, pk: UUID) -> Group:
    rows = Group.objects.led_by(request.user).filter(state=Group.State.CONFIRMED).for_update()
    return get_object_or_404(rows, pk=pk)


@action
def message_draft(request: Request, pk: UUID) -> HttpResponse:
    """The message while it is written: its writer's alone."""
    group = _locked(request, pk)
    row, then = _draft(request, group), reverse("group_messages", args=[pk])
    now = texts.message(row, request.user)
    return save_text(request, row, now, lambda after: _page(request, group, after), told=_("Saved."), then=then)


def _write(request: Request, pk: UUID) -> HttpResponse:
    group, user = _locked(request, pk), request.user
    try:
        key = UUID(request.POST.get("id", ""))
    except ValueError:
        key = uuid.uuid4()
    if GroupMessage.objects.inside(user).sent().filter(pk=key).exists():  # a double click
        messages.success(request, _("The message is on the group’s page, and everybody has been told."))
        return redirect("group_messages", pk)
    row = _draft(request, group)
    after = row.save_from(request.POST, texts.message(row, user), by=user)
    if after and after.failure:
        return _page(request, group, after, key)
    if row.text.open(user).strip():
        acts.write(row, by=user, pk=key)
        messages.success(request, _("The message is on the group’s page, and everybody has been told."))
    else:
        messages.warning(request, _("Write the message first."))
    return redirect("group_messages", pk)


group_messages = page_or_action(_messages, _write)


@action
def message_remove(request: Request, pk: UUID) -> HttpResponse:
    """Its writer takes a message away, while they lead the group."""
    groups = Group.objects.led_by(request.user).filter(state=Group.State.CONFIRMED).values("pk")
    rows = GroupMessage.objects.inside(request.user).sent().filter(group__in=groups, by=request.user).defer("text")
    message = get_object_or_404(rows, pk=pk)
    message.delete()
    messages.success(request, _("The message is removed."))
    return redirect("group_messages", message.group_id)
