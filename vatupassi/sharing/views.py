"""The own levels with who sees them, sharing items into a conversation, and the supervisor's own view of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.redirects import safe_redirect
from core.texts.views import by_script, status_of
from core.views import action, page_or_action
from vatupassi.assessment.forms import AssessmentField, MarksForm
from vatupassi.assessment.offers import conversations_ahead
from vatupassi.assessment.readers import copies_of, told, told_of
from vatupassi.assessment.views import DONE, assessment_page, deleted_on, levels_of, posted_assessment, save_items
from vatupassi.conversation.notifications import only_read
from vatupassi.level.questions import Question
from vatupassi.models import Assessment, Conversation, Locked, Side
from vatupassi.sharing import actions as act
from vatupassi.sharing.own_marks import own_field
from vatupassi.sharing.sheet import Sheet
from vatupassi.sharing.undo import offered, remember, undo

if TYPE_CHECKING:
    from core.request import Request


@require_GET
def assessment_own(request: Request) -> HttpResponse:
    """The four levels as they stand, who sees them, what one may do now. After filling in (?valmis) without a bar."""
    user, done = request.user, DONE in request.GET
    own = Assessment.objects.visible_to(user)
    now = own.prefetch_related("items").first()
    levels, copies = levels_of(now, None) if now else [], copies_of(now, user)
    context = {
        "layout": "focused.html" if done else "base.html",
        "done": done,
        "assessment": now,
        "is_empty": now is None or now.is_empty,
        "levels": [(level, told_of(copies, level.name)) for level in levels],
        "blank": [level.question for level in levels if level.now is None],
        "copies": copies,
        "sees": told(copies),
        "deleted": deleted_on(now) if now else None,
        "ahead": conversations_ahead(user),
        "count": own.count(),
        "undo": offered(request),
    }
    return render(request, "vatupassi/sharing/own.html", context)


@require_GET
def share(request: Request) -> HttpResponse:
    """Into which conversation: where several are coming, nobody chooses but their employee."""
    return render(request, "vatupassi/sharing/choice.html", {"ahead": conversations_ahead(request.user)})


def _sheet(request: Request, pk: UUID) -> HttpResponse:
    """Four switches, what the other sees then, and one button."""
    mine = Conversation.objects.of_party(request.user).filter(employee=request.user).with_supervisor_reads()
    conversation = get_object_or_404(mine, pk=pk)
    if not conversation.can_edit or not conversation.supervisor_reads or not conversation.occasion.has_levels:
        return redirect(conversation)  # it tells why nothing is shared into it
    return _sheet_page(request, Sheet.of(conversation, request.user))


def _share(request: Request, pk: UUID) -> HttpResponse:
    """Share what is switched on, take back what is not. What has changed since the page was made is shown first."""
    conversation = _own(request, pk)
    if not conversation.can_edit or conversation.has_lost_supervisor or not conversation.occasion.has_levels:
        return redirect(conversation)  # it tells why
    sheet = Sheet.of(conversation, request.user, request.POST)
    if sheet.is_so:
        return redirect("assessment_own")  # a second click, for instance
    if request.POST.get("stamp", "") != sheet.stamp:
        messages.warning(request, _("Something has changed since you opened this page. Look at it again."))
        return _sheet_page(request, sheet, status=409)
    before = act.state_of(conversation)
    sheet.apply(request.user)
    remember(request, conversation, before, act.state_of(conversation))
    return redirect("assessment_own")


sharing = page_or_action(_sheet, _share)


def _sheet_page(request: Request, sheet: Sheet, *, status: int = 200) -> HttpResponse:
    ahead = conversations_ahead(request.user)
    context = {"sheet": sheet, "conversation": sheet.conversation, "ahead": ahead}
    return render(request, "vatupassi/sharing/sheet.html", context, status=status)


@action
def sharing_undo(request: Request, pk: UUID) -> HttpResponse:
    """What was just shared or taken back is as it was before."""
    conversation = _own(request, pk)
    try:
        if undo(request, conversation):
            messages.success(request, _("Undone. What is shared is as it was before."))
        else:
            messages.warning(request, _("It is too late to undo, but you can still change what is shared."))
    except Locked:
        messages.warning(request, _locked())
    return redirect("assessment_own")


@action
def conversation_share(request: Request, pk: UUID, question: str) -> HttpResponse:
    """Share one item as it stands. What the page around the button holds unsaved is saved first."""
    conversation = _with_levels(_own(request, pk))
    assessment = posted_assessment(request) or Assessment.objects.editable_by(request.user).first()
    failed = [field for field in save_items(request, assessment) if field.writing.failure] if assessment else []
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
    """Save what one of the two marks and writes of the levels in the talk: the employee's own, the supervisor's view.

    To autosave: the item's fragment; otherwise back to the page.
    """
    rows = Conversation.objects.of_party(request.user).written_here()
    conversation = _with_levels(get_object_or_404(rows.for_update(), pk=pk))
    side = Side.SUPERVISOR if conversation.side_of(request.user) == Side.SUPERVISOR else Side.EMPLOYEE
    prefix, theirs = ("own", "view") if side is Side.EMPLOYEE else ("view", "own")
    if any(MarksForm.sent(request.POST, f"{theirs}-{question}") for question in Question):
        raise Http404
    fields = [
        _save_mark(conversation, question, request, side=side, key=f"{prefix}-{question}")
        for question in Question
        if MarksForm.sent(request.POST, f"{prefix}-{question}")
    ]
    if by_script(request) and fields:
        status = status_of([fields[0].writing])
        return render(request, "vatupassi/assessment/_item.html", {"field": fields[0]}, status=status)
    if failed := [field for field in fields if field.writing.failure]:
        context = {"conversation": conversation, "fields": failed, "mine": side.value}
        return render(
            request,
            "vatupassi/sharing/own_view.html",
            context,
            status=status_of(field.writing for field in failed),
        )
    return safe_redirect(request, conversation.get_absolute_url())


def _save_mark(
    conversation: Conversation, question: Question, request: Request, *, side: Side, key: str
) -> AssessmentField:
    """One item of one's own: its mark, then its text."""
    user, mark = request.user, act.mark_of(conversation, question, side)
    refused = "" if conversation.is_open else _locked()
    refused = only_read() if conversation.is_restricted else refused
    if side is Side.EMPLOYEE and mark._state.adding and "shares" not in request.POST:
        refused = refused or _("You have taken this back from the conversation. Share it first.")
    whole = not by_script(request)
    may_mark = side is Side.EMPLOYEE or question.supervisor_marks
    form = MarksForm(request.POST, key=key, marks=may_mark, whole=whole)
    marks = form.marks if form.is_valid() else {}
    if side is Side.SUPERVISOR:
        marks.pop("target", None)  # theirs is no target
    if marks and not refused:
        act.mark_level(mark, by=user, **marks)
    field = own_field(conversation, mark, user, side=side).saved_from(
        mark, request.POST, form, by=user, refused=refused
    )
    if refused and marks:
        field.writing = replace(field.writing, problem=refused)
    return field


def _own(request: Request, pk: UUID) -> Conversation:
    """A conversation in which the user is the employee, locked."""
    mine = Conversation.objects.of_party(request.user).written_here().filter(employee=request.user)
    return get_object_or_404(mine.for_update(), pk=pk)


def _with_levels(conversation: Conversation) -> Conversation:
    """It asks for levels: into another talk none is marked or shared, whatever page is sent."""
    if not conversation.occasion.has_levels:
        raise Http404
    return conversation


def _question(code: str) -> Question:
    try:
        return Question(code)
    except ValueError:
        raise Http404 from None


def _locked() -> str:
    return _("Both have confirmed the text, so it is locked. Reopen the conversation to change it.")
