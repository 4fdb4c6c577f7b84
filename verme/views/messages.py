"""Messages from the mentor to the group: members read them here, never in a letter."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.views import action
from people.views import page_or_action, paged
from verme.actions import messages as acts
from verme.models import Group, GroupMessage
from verme.views.groups import inside, led, posted

if TYPE_CHECKING:
    from core.request import Request


def _messages(request: Request, pk: UUID) -> HttpResponse:
    """Everything that has been written, the latest first; the mentor writes here."""
    group = inside(request, pk)
    rows = GroupMessage.objects.readable_by(request.user).filter(group=group).select_related("by")
    context = {"group": group, "page": paged(request, rows.order_by("-created_at", "pk")), "id": uuid.uuid4()}
    return render(request, "verme/message_list.html", context)


def _write(request: Request, pk: UUID) -> HttpResponse:
    group, text = led(request, pk), posted(request)
    try:
        key = UUID(request.POST.get("id", ""))
    except ValueError:
        key = uuid.uuid4()
    if not text:
        messages.warning(request, _("Write the message first."))
    elif GroupMessage.objects.inside(request.user).filter(pk=key).exists():  # a double click
        messages.success(request, _("The message is on the group’s page, and everybody has been told."))
    else:
        acts.write(group, text, by=request.user, pk=key)
        messages.success(request, _("The message is on the group’s page, and everybody has been told."))
    return redirect("group_messages", pk)


group_messages = page_or_action(_messages, _write)


@action
def message_remove(request: Request, pk: UUID) -> HttpResponse:
    """Its writer takes a message away, while they lead the group."""
    groups = Group.objects.led_by(request.user).filter(state=Group.State.CONFIRMED).values("pk")
    rows = GroupMessage.objects.inside(request.user).filter(group__in=groups, by=request.user).defer("text")
    message = get_object_or_404(rows, pk=pk)
    message.delete()
    messages.success(request, _("The message is removed."))
    return redirect("group_messages", message.group_id)
