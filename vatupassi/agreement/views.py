"""What the two agree on: writing an agreement, changing it, taking it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.numbers import sent_version
from core.views import action
from vatupassi.agreement.forms import AgreementForm
from vatupassi.conversation.addresses import Addresses
from vatupassi.conversation.forms import AgreementLine
from vatupassi.conversation.page import ConversationPage, seen
from vatupassi.conversation.views import find, locked, step_of, step_page
from vatupassi.models import Agreement, Conversation
from vatupassi.occasion.steps import Step

if TYPE_CHECKING:
    from core.request import Request

MOST_AGREEMENTS = 50  # of one conversation: each may be as long as a text, and a paper has them all


def _agreements(request: Request, conversation: Conversation, step: Step, form: AgreementForm | None) -> HttpResponse:
    """To the script the list alone, to anyone else the page."""
    if request.htmx:
        talk = ConversationPage.load(conversation, request.user)
        context = {
            "conversation": conversation,
            "to": talk.to,
            "agreements": talk.agreed_on(step),
            "agreement_form": form or AgreementLine.of(conversation, step),
            "step": step,
            "mine": conversation.side,
            "goes_on": form is None,
        }
        return render(request, "vatupassi/agreement/_list.html", context)
    if form is not None:
        return step_page(request, conversation, step, agreement_form=form)
    return redirect("conversation_step", conversation.pk, step.code)


@require_GET
def agreement_new(request: Request, pk: UUID, step: str) -> HttpResponse:
    """All that an agreement may say: a page; the line of a step fetches what it has not itself."""
    conversation = find(request, pk)
    if not conversation.can_edit:
        raise Http404
    at = step_of(conversation, step)
    form = AgreementForm(
        conversation=conversation, initial={"question": at.questions[0] if len(at.questions) == 1 else ""}
    )
    to = Addresses(conversation.pk)
    context = {"conversation": conversation, "to": to, "step": at, "form": form, "seen": seen(conversation)}
    template = "vatupassi/agreement/_more.html" if request.htmx else "vatupassi/agreement/new.html"
    return render(request, template, context)


@action
def agreement_add(request: Request, pk: UUID, step: str) -> HttpResponse:
    """Agree on something. The same form sent twice makes one agreement."""
    conversation = locked(request, pk)
    form = AgreementForm(request.POST, conversation=conversation)
    if not form.is_valid():
        return _agreements(request, conversation, step_of(conversation, step), form)
    data = form.cleaned_data
    if data["id"] is None or not conversation.agreements.filter(pk=data["id"]).exists():
        if conversation.agreements.count() >= MOST_AGREEMENTS:  # locked: counted in turn
            text = _("There are %(most)d agreements already. Change one of them, or remove one, to agree on more.")
            form.add_error(None, text % {"most": MOST_AGREEMENTS})
            return _agreements(request, conversation, step_of(conversation, step), form)
        if data["id"] is None or Agreement.objects.filter(pk=data["id"]).exists():
            data["id"] = form.initial["id"]  # none was sent, or one that another conversation has
        Agreement.objects.create(conversation=conversation, **data)
        conversation.touch(text=True)
    return _agreements(request, conversation, step_of(conversation, step), None)


@require_GET
def agreement_edit(request: Request, pk: UUID) -> HttpResponse:
    """The form of one agreement."""
    agreement = _agreement(request, pk)
    return _agreement_page(
        request, agreement, AgreementForm(conversation=agreement.conversation, initial=_initial(request, agreement))
    )


def _agreement(request: Request, pk: UUID) -> Agreement:
    agreement = get_object_or_404(Agreement.objects.editable_by(request.user), pk=pk)
    agreement.conversation = find(request, agreement.conversation_id)
    agreement.conversation.require_unrestricted()
    return agreement


def _initial(request: Request, agreement: Agreement) -> dict[str, Any]:
    names = ("side", "due_on", "question", "kind", "helps_now")
    return {name: getattr(agreement, name) for name in names} | {
        "id": agreement.pk,
        "measure": agreement.measure_id,
        "text": agreement.text.open(request.user),
    }


def _agreement_page(request: Request, agreement: Agreement, form: AgreementForm) -> HttpResponse:
    context = {
        "agreement": agreement,
        "conversation": agreement.conversation,
        "to": Addresses(agreement.conversation.pk),
        "form": form,
        "seen": seen(agreement.conversation),
    }
    return render(request, "vatupassi/agreement/edit.html", context)


@action
def agreement_save(request: Request, pk: UUID) -> HttpResponse:
    """Change an agreement: from the version the form was made of, otherwise the page tells that it has changed."""
    agreement = _agreement(request, pk)
    conversation = agreement.conversation = locked(request, agreement.conversation_id)
    form = AgreementForm(request.POST, conversation=conversation, initial={"measure": agreement.measure_id})
    if not form.is_valid():
        return _agreement_page(request, agreement, form)
    if sent_version(request.POST) != agreement.version:
        form.add_error(
            None, _("The other party has changed this agreement. Read it below, then save yours if it still fits.")
        )
        return _agreement_page(request, agreement, form)
    for name in ("text", "side", "due_on", "question", "kind", "helps_now", "measure"):
        setattr(agreement, name, form.cleaned_data[name])
    agreement.version += 1
    agreement.save()
    conversation.touch(text=True)
    return redirect("conversation_step", conversation.pk, conversation.occasion.agrees_on)


@action
def agreement_remove(request: Request, pk: UUID) -> HttpResponse:
    """Take an agreement away while the text is still open."""
    agreement = _agreement(request, pk)
    conversation = locked(request, agreement.conversation_id)
    agreement.delete()
    conversation.touch(text=True)
    messages.success(request, _("The agreement was removed."))
    return redirect("conversation_step", conversation.pk, conversation.occasion.agrees_on)
