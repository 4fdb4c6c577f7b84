"""If this is not enough: the next step along the support path, and the summary that goes along."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.papers import pdf_response
from core.views import action
from support.path.models import WhomToCall
from vatupassi.conversation.page import seen
from vatupassi.conversation.views import find_held
from vatupassi.hand_over import actions as acts
from vatupassi.hand_over.forms import HandOverForm
from vatupassi.hand_over.paper import draw_hand_over
from vatupassi.memo.confirmation import Changed
from vatupassi.models import Conversation, HandOver, Side

if TYPE_CHECKING:
    from core.request import Request


@require_GET
def next_step(request: Request, pk: UUID) -> HttpResponse:
    """What HR, occupational health and an outside expert each give, and the summaries made for them."""
    return _page(request, find_held(request, pk))


def _page(request: Request, conversation: Conversation, form: HandOverForm | None = None) -> HttpResponse:
    rows = HandOver.objects.visible_to(request.user).filter(conversation=conversation).defer("pdf")
    made = [row for row in rows if row.approved_at]
    proposal = next((row for row in rows if not row.approved_at), None)
    if form is None:
        initial: dict[str, Any] = {"to": HandOver.To.OCCUPATIONAL_HEALTH, "parts": [HandOver.Part.AGREEMENTS]}
        if proposal:
            initial = {"to": proposal.to, "parts": proposal.parts}
        initial["text_revision"] = conversation.text_revision
        form = HandOverForm(initial=initial, conversation=conversation)
    context = {
        "conversation": conversation,
        "mine": conversation.side,
        "seen": seen(conversation),
        "made": made,
        "proposal": proposal,
        "form": form,
        "whom": WhomToCall(),
    }
    return render(request, "vatupassi/hand_over/hand_over.html", context)


def _as(request: Request, pk: UUID, side: Side) -> Conversation:
    """The conversation locked for this side's act, 404 for the other."""
    conversation = find_held(request, pk, lock=True)
    if conversation.side != side:
        raise Http404
    return conversation


@action
def hand_over_propose(request: Request, pk: UUID) -> HttpResponse:
    """The supervisor suggests a next step and what could go along."""
    conversation = _as(request, pk, Side.SUPERVISOR)
    form = HandOverForm(request.POST, conversation=conversation)
    if not form.is_valid():
        return _page(request, conversation, form)
    acts.propose(conversation, to=form.cleaned_data["to"], parts=form.cleaned_data["parts"], by=request.user)
    messages.success(request, _("%(name)s has been told of your suggestion.") % {"name": conversation.employee_name})
    return redirect("next_step", pk)


@action
def hand_over_approve(request: Request, pk: UUID) -> HttpResponse:
    """The employee approves what goes along."""
    conversation = _as(request, pk, Side.EMPLOYEE)
    form = HandOverForm(request.POST, conversation=conversation)
    if not form.is_valid():
        return _page(request, conversation, form)
    draw = functools.partial(draw_hand_over, request=request)
    try:
        acts.approve(conversation, by=request.user, draw=draw, **form.cleaned_data)
    except Changed:
        messages.warning(request, _("The text has changed since you opened the page. Read it again and then approve."))
    else:
        messages.success(request, _("The summary is ready. You can print it and take it along."))
    return redirect("next_step", pk)


@action
def hand_over_preview(request: Request, pk: UUID) -> HttpResponse:
    """The PDF of the chosen parts before the employee approves them; nothing is stored."""
    conversation = _as(request, pk, Side.EMPLOYEE)
    form = HandOverForm(request.POST, conversation=conversation)
    if not form.is_valid():
        return _page(request, conversation, form)
    to, parts = form.cleaned_data["to"], form.cleaned_data["parts"]
    draft = HandOver(conversation=conversation, to=to, parts=parts, text_revision=conversation.text_revision)
    return _pdf(draw_hand_over(draft, request))


@action
def hand_over_remove(request: Request, pk: UUID) -> HttpResponse:
    """Remove a summary, or leave or take back a suggestion."""
    hand_over = get_object_or_404(HandOver.objects.editable_by(request.user).defer("pdf"), pk=pk)
    hand_over.conversation = find_held(request, hand_over.conversation_id, lock=True)
    acts.remove(hand_over, by=request.user)
    return redirect("next_step", hand_over.conversation_id)


@require_GET
def hand_over_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The approved summary, for the parties; 404 once the text has changed after the approval."""
    rows = HandOver.objects.visible_to(request.user).valid().select_related("conversation")
    return _pdf(get_object_or_404(rows, pk=pk).pdf.open(request.user))


def _pdf(content: bytes) -> HttpResponse:
    return pdf_response(content, "yhteenveto")
