"""Sharing items into a conversation, and the supervisor's own view of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from core.autosave import by_script, merged
from core.redirects import safe_redirect
from core.views import action
from vatupassi.actions import sharing as act
from vatupassi.forms.assessment import ItemForm
from vatupassi.marking import Field
from vatupassi.models import Assessment, BoardMark, Conflict, Conversation, Locked, Side
from vatupassi.questions import Question
from vatupassi.sharing import view_field
from vatupassi.views.assessment import assessment_page, posted_assessment, save_items

if TYPE_CHECKING:
    from core.request import Request


@action
def conversation_share(request: Request, pk: UUID, question: str) -> HttpResponse:
    """Share one item as it stands. What the page around the button holds unsaved is saved first."""
    conversation = _own(request, pk)
    assessment = posted_assessment(request) or Assessment.objects.editable_by(request.user).first()
    failed = [field for field in save_items(request, assessment) if field.failure] if assessment else []
    if failed:
        return assessment_page(request, failed, status=409)
    item = assessment.items.filter(question=_question(question)).first() if assessment else None
    try:
        if item is None:
            raise act.NothingToShare
        act.share(conversation, item, with_note=f"note-{question}-{pk}" in request.POST, by=request.user)
    except act.NothingToShare:
        messages.warning(request, _("Mark the level or write a note first, then share."))
    except Locked:
        messages.warning(request, _locked())
    return safe_redirect(request, conversation.get_absolute_url())


@action
def conversation_unshare(request: Request, pk: UUID, question: str) -> HttpResponse:
    """Take a shared item back: possible until both have confirmed."""
    conversation = _own(request, pk)
    try:
        act.take_back(conversation, _question(question), by=request.user)
    except Locked:
        messages.warning(request, _locked())
    return safe_redirect(request, conversation.get_absolute_url())


@action
def conversation_view(request: Request, pk: UUID) -> HttpResponse:
    """Save the supervisor's own view. To autosave: the item's fragment; otherwise back to the page."""
    held = Conversation.objects.of_party(request.user).filter(supervisor=request.user)
    conversation = get_object_or_404(held.for_update(), pk=pk)
    fields = [
        _save_view(conversation, question, request)
        for question in Question
        if ItemForm.sent(request.POST, f"view-{question}")
    ]
    if by_script(request) and fields:
        status = fields[0].failure or 200
        return render(request, "vatupassi/_assessment_item.html", {"field": fields[0]}, status=status)
    if failed := [field for field in fields if field.failure]:
        context = {"conversation": conversation, "fields": failed}
        return render(request, "vatupassi/conversation_own_view.html", context, status=failed[0].failure)
    return safe_redirect(request, conversation.get_absolute_url())


def _save_view(conversation: Conversation, question: Question, request: Request) -> Field:
    """One item of the supervisor's view."""
    whole = not by_script(request)
    form = ItemForm(request.POST, key=f"view-{question}", marks=question.supervisor_marks, whole=whole)
    own = conversation.marks.filter(sitting=0, side=Side.SUPERVISOR, question=question).first()
    mark = own or BoardMark(conversation=conversation, side=Side.SUPERVISOR, question=question)
    mark.conversation = conversation
    if not form.is_valid():
        field = view_field(mark, request.user)
        field.failed(form)
        return field
    saved = mark.text.open(request.user)
    text = {"both": merged(saved, form.typed), "theirs": saved}.get(form.keep, form.new_text)
    version = form.cleaned_data["version"] or 0
    try:
        mark = act.write_view(conversation, question, by=request.user, version=version, text=text, **form.marks)
    except Conflict:
        field = view_field(mark, request.user)
        field.clashed(form)
        return field
    except Locked:
        field = view_field(mark, request.user)
        field.text, field.error = form.typed, _locked()
        return field
    return view_field(mark, request.user)


def _own(request: Request, pk: UUID) -> Conversation:
    """A conversation in which the user is the employee, locked."""
    mine = Conversation.objects.of_party(request.user).filter(employee=request.user)
    return get_object_or_404(mine.for_update(), pk=pk)


def _question(code: str) -> Question:
    try:
        return Question(code)
    except ValueError:
        raise Http404 from None


def _locked() -> str:
    return _("Both have confirmed the text, so it is locked. Reopen the conversation to change it.")
