"""Opening a conversation to others, reading what was opened, and the next step along the support path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import access
from core.pages import paged
from core.views import action
from vatupassi.conversation.page import seen
from vatupassi.conversation.views import find_held
from vatupassi.models import Conversation, Opening, Side
from vatupassi.opening import actions as acts
from vatupassi.opening.forms import HrForm, SupervisorForm
from vatupassi.opening.hr_excerpt import HrExcerpt

if TYPE_CHECKING:
    from core.request import Request


@require_GET
def openings(request: Request) -> HttpResponse:
    """What others have opened to me."""
    rows = Opening.objects.readable_by(request.user).select_related("conversation__occasion").order_by("-created_at")
    page = paged(request, rows)
    return render(request, "vatupassi/opening/list.html", {"openings": page})


@require_GET
def opening_read(request: Request, pk: UUID) -> HttpResponse:
    """The employee's own part, for the HR person to whom they took it. Each reading is in the access log."""
    rows = Opening.objects.readable_by(request.user).filter(to=Opening.To.HR)
    opening = get_object_or_404(rows.select_related("conversation__occasion", "conversation__employee"), pk=pk)
    conversation = opening.conversation
    access.record(request.user, conversation.read_item(request.user))
    part = HrExcerpt.of(opening, request.user)
    context = {"opening": opening, "conversation": conversation, "part": part, "seen": seen(conversation)}
    return render(request, "vatupassi/opening/read.html", context)


@require_GET
def opening_start(request: Request, pk: UUID) -> HttpResponse:
    """To whom a party may open the conversation."""
    return _start_page(request, find_held(request, pk))


def _start_page(request: Request, conversation: Conversation, **forms: Any) -> HttpResponse:
    mine = conversation.side
    new = conversation.employee.supervisor if mine == Side.EMPLOYEE else None
    context: dict[str, Any] = {
        "conversation": conversation,
        "mine": mine,
        "seen": seen(conversation),
        "hr_form": HrForm(conversation=conversation, by=request.user),
        "supervisor_form": SupervisorForm(conversation=conversation, by=request.user, initial={"reader": new}),
    }
    return render(request, "vatupassi/opening/start.html", context | forms)


@action
def opening_supervisor(request: Request, pk: UUID) -> HttpResponse:
    """The employee opens the whole to a later supervisor, a deputy or the next level."""
    rows = Conversation.objects.of_party(request.user).written_here().exclude(status=Conversation.Status.DECLINED)
    rows = rows.filter(employee=request.user).for_update().select_related("employee", "supervisor", "occasion")
    conversation = get_object_or_404(rows, pk=pk)
    form = SupervisorForm(request.POST, conversation=conversation, by=request.user)
    if not form.is_valid():
        return _start_page(request, conversation, supervisor_form=form)
    reader = form.cleaned_data["reader"]
    acts.open_to_supervisor(conversation, to=reader, by=request.user)
    messages.success(request, _("%(name)s can now read this conversation.") % {"name": reader.name})
    return redirect(conversation)


@action
def opening_hr(request: Request, pk: UUID) -> HttpResponse:
    """To HR: the employee's own part, or the whole, which needs both."""
    conversation = find_held(request, pk, lock=True)
    form = HrForm(request.POST, conversation=conversation, by=request.user)
    if not form.is_valid():
        return _start_page(request, conversation, hr_form=form)
    reader, scope = form.cleaned_data["reader"], form.cleaned_data.get("scope", Opening.Scope.WHOLE)
    opening = acts.open_to_hr(conversation, to=reader, scope=scope, by=request.user)
    _tell_state(request, opening)
    return redirect(conversation)


def _tell_state(request: Request, opening: Opening) -> None:
    if opening.waits_for:
        other = opening.conversation.name_of(opening.waits_for)
        text = _("%(name)s has been told. The whole opens when you both have opened it.")
        messages.success(request, text % {"name": other})
    elif opening.scope == Opening.Scope.OWN:
        messages.success(request, _("%(name)s can now read your own part.") % {"name": opening.reader.name})
    else:
        messages.success(request, _("%(name)s can now read this conversation.") % {"name": opening.reader.name})


def _opening(request: Request, pk: UUID) -> Opening:
    """A live opening with its conversation locked, for a party, or 404."""
    opening = get_object_or_404(Opening.objects.editable_by(request.user), pk=pk)
    conversation = find_held(request, opening.conversation_id, lock=True)
    opening = get_object_or_404(Opening.objects.editable_by(request.user).select_related("reader"), pk=pk)
    opening.conversation = conversation
    return opening


@action
def opening_agree(request: Request, pk: UUID) -> HttpResponse:
    """The whole opens to HR: the other party has opened it already."""
    opening = _opening(request, pk)
    if not opening.is_lapsed:  # an older page
        acts.agree(opening, by=request.user)
        _tell_state(request, opening)
    return redirect(opening.conversation)


@action
def opening_end(request: Request, pk: UUID) -> HttpResponse:
    """Take an opening back: it ends at the reader's next request."""
    opening = _opening(request, pk)
    acts.take_back(opening, by=request.user)
    messages.success(request, _("The opening has been taken back."))
    return redirect(opening.conversation)
