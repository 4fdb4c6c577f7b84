"""Follow-ups: planning the time, the sitting itself, finishing it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import ics
from core.texts.views import by_script, status_of
from core.views import action
from support.path.models import WhomToCall
from vatupassi.conversation import ending, letters
from vatupassi.conversation.forms import FollowUpForm
from vatupassi.conversation.notifications import only_read
from vatupassi.conversation.page import seen
from vatupassi.conversation.views import detail_page, find, locked, step_page
from vatupassi.follow_up import actions as follow_ups
from vatupassi.follow_up.forms import MarkForm
from vatupassi.follow_up.page import STANDS, FollowUpPage, may_say
from vatupassi.level.picture import Board
from vatupassi.level.questions import Question
from vatupassi.models import Conversation, FollowUp, Outcome, Side
from vatupassi.occasion.steps import STEPS, review_slot, word_slot

if TYPE_CHECKING:
    from core.request import Request

NEXT = "next_%s"  # ids of the second form of a time on the same page

# Planning


@action
def follow_up_plan(request: Request, pk: UUID) -> HttpResponse:
    """Set or move the time of the follow-up ahead: either party may."""
    conversation = locked(request, pk, over=True)
    form = FollowUpForm(request.POST)
    if conversation.is_over:
        return redirect(conversation)
    if form.is_valid():
        starts_at, minutes = form.cleaned_data["starts_at"], form.cleaned_data["minutes"]
        follow_ups.plan(conversation, starts_at=starts_at, minutes=minutes)
        messages.success(request, _("The follow-up is planned."))
        return _planned(conversation)
    if _in_the_talk(conversation):
        return step_page(request, conversation, STEPS["follow-up"], follow_up_form=form)
    return detail_page(request, conversation, follow_up_form=form)


@action
def follow_up_cancel(request: Request, pk: UUID) -> HttpResponse:
    """No follow-up is needed."""
    conversation = locked(request, pk, over=True)
    if not conversation.is_over:
        follow_ups.cancel(conversation)
    return _planned(conversation)


def _in_the_talk(conversation: Conversation) -> bool:
    return conversation.is_open and "follow-up" in conversation.occasion.steps


def _planned(conversation: Conversation) -> HttpResponse:
    """Back to where a follow-up is planned: the step of the talk, later the conversation's own page."""
    if _in_the_talk(conversation):
        return redirect("conversation_step", conversation.pk, "follow-up")
    return redirect(conversation)


@require_GET
def follow_up_calendar(request: Request, pk: UUID, number: int) -> HttpResponse:
    """The calendar entry as a file, neutral in its words."""
    conversation = get_object_or_404(Conversation.objects.of_party(request.user), pk=pk)
    follow_up = get_object_or_404(conversation.follow_ups, number=number)
    return ics.download("seuranta.ics", letters.calendar(conversation, request.user, follow_up=follow_up))


# The sitting


@require_GET
def follow_up(request: Request, pk: UUID, number: int) -> HttpResponse:
    """The sitting's page. With ``?since=<revision>`` of the page at hand: 204 when nothing has changed."""
    if since := request.GET.get("since"):
        row = Conversation.objects.visible_to(request.user).filter(pk=pk).values_list("revision", flat=True)
        if str(get_object_or_404(row)) == since:  # type: ignore[type-var]
            return HttpResponse(status=204)
    conversation = find(request, pk)
    return sitting_page(request, _sitting(conversation, number))


def _sitting(conversation: Conversation, number: int) -> FollowUp:
    prefetch_related_objects([conversation], "follow_ups")
    for found in conversation.follow_ups.all():
        if found.number == number:
            return found
    raise Http404


def sitting_page(request: Request, follow_up: FollowUp, **extra: Any) -> HttpResponse:
    """The page of a sitting for one reader."""
    conversation = follow_up.conversation
    sitting = FollowUpPage.load(conversation, follow_up, request.user)
    reviewed = sitting.reviewed()
    context = {
        "conversation": conversation,
        "follow_up": follow_up,
        "sitting": sitting,
        "mine": conversation.side,
        "seen": seen(conversation),
        "reviewed": reviewed,
        "promises": sitting.promises(reviewed),
        "word": sitting.word(),
        "outcomes": STANDS,
        "board": Board(sitting.levels()),
        "controls": sitting.controls(),
        "whom": WhomToCall(),
    }
    if ending.may_open_again(conversation, conversation.side):
        context["ended_until"] = ending.last_day(conversation.ended_at, request.user)  # type: ignore[arg-type]
    elif follow_ups.may_reopen(follow_up, conversation.side):
        context["may_reopen"] = ending.last_day(follow_up.held_at, request.user)  # type: ignore[arg-type]
    if sitting.can_write:
        context |= {
            "move_form": FollowUpForm.of(conversation, follow_up),
            "next_form": FollowUpForm.of(conversation, after=follow_up, auto_id=NEXT),
        }
    return render(request, "vatupassi/follow_up/follow_up.html", context | extra)


def _locked_sitting(request: Request, pk: UUID, number: int) -> FollowUp:
    """The sitting, its conversation locked for a party's act, or 404."""
    return _sitting(locked(request, pk, over=True), number)


@action
def follow_up_write(request: Request, pk: UUID, number: int) -> HttpResponse:
    """Save how the agreements stand and what was written: one field from the page's script, or the whole form.

    A text that met another's becomes one text with it (`core.texts.joint`).
    """
    follow_up, user = _locked_sitting(request, pk, number), request.user
    conversation = follow_up.conversation
    refused = "" if follow_up.is_open else only_read() if conversation.is_restricted else _too_late()
    outcomes = {}
    for agreement in conversation.agreements.all():
        slot = review_slot(number, agreement.pk)
        outcome = request.POST.get(f"outcome-{slot.code}")
        if outcome in Outcome.values and may_say(agreement, conversation.side):
            outcomes[slot.code] = refused
            if not refused:
                follow_ups.review(follow_up, agreement, outcome=outcome, by=user)
    sitting = FollowUpPage.load(conversation, follow_up, user)
    for slot in sitting.slots():
        now = sitting.talk.writing(slot)
        after = sitting.talk.note(slot).save_from(request.POST, now, by=user, refused=refused)
        if after or slot.code in outcomes:
            after = after or now
            sitting.written[slot.code] = replace(after, problem=after.problem or outcomes.get(slot.code, ""))
    status = status_of(sitting.written.values())
    if by_script(request):
        word = word_slot(number).code
        context = {
            "conversation": conversation,
            "reviewed": [row for row in sitting.reviewed() if row.writing.key in sitting.written],
            "word": sitting.word() if word in sitting.written else None,
            "outcomes": STANDS,
            "sitting": sitting,
        }
        return render(request, "vatupassi/follow_up/_fields.html", context, status=status)
    if status != 200:
        return sitting_page(request, follow_up, promises=sitting.promises(sitting.reviewed()), word=sitting.word())
    messages.success(request, _("Saved."))
    return redirect(follow_up)


def _too_late() -> str:
    return _("The follow-up has been finished, so this was not saved. Copy your text if you need it.")


@action
def follow_up_mark(request: Request, pk: UUID, number: int, question: str) -> HttpResponse:
    """Mark a level: the employee's mark is shared at once, the supervisor's is unseen until then."""
    follow_up, asked = _mine(request, pk, number, question)
    form, problem = MarkForm(request.POST, prefix=asked.value), ""
    if not follow_up.is_open:
        problem = _("This follow-up has already been finished.")
    elif form.is_valid():
        follow_ups.mark(follow_up, asked, by=request.user, **form.cleaned_data)
    elif request.POST.get(f"{asked.value}-now") == "" and follow_ups.unmark(follow_up, asked, by=request.user):
        pass  # cleared
    else:
        problem = _("Choose a place on the level first.")
    return _marked(request, follow_up, asked, problem)


@action
def follow_up_unmark(request: Request, pk: UUID, number: int, question: str) -> HttpResponse:
    """Take one's own mark back."""
    follow_up, asked = _mine(request, pk, number, question)
    if follow_up.is_open:
        follow_ups.unmark(follow_up, asked, by=request.user)
    return _marked(request, follow_up, asked)


def _marked(request: Request, follow_up: FollowUp, question: Question, problem: str = "") -> HttpResponse:
    """To the script this level alone, to anyone else the page."""
    conversation = follow_up.conversation
    if request.htmx and follow_up.is_open:
        control = FollowUpPage.load(conversation, follow_up, request.user).control(question, Side(conversation.side))
        context = {
            "conversation": conversation,
            "follow_up": follow_up,
            "mine": conversation.side,
            "control": control,
            "problem": problem,
        }
        return render(request, "vatupassi/follow_up/_mark.html", context)
    if problem:
        messages.error(request, f"{question.label} {problem}")
    return redirect(f"{follow_up.get_absolute_url()}#mark-{question.value}")


def _mine(request: Request, pk: UUID, number: int, question: str) -> tuple[FollowUp, Question]:
    """The sitting and a question that this party marks, or 404."""
    follow_up = _locked_sitting(request, pk, number)
    if question not in Question.values:
        raise Http404
    asked = Question(question)
    if follow_up.conversation.side != Side.EMPLOYEE and not asked.supervisor_marks:
        raise Http404
    return follow_up, asked


@action
def follow_up_hold(request: Request, pk: UUID, number: int) -> HttpResponse:
    """Finish the sitting: with a new date for the next one, or by ending the conversation."""
    follow_up = _locked_sitting(request, pk, number)
    conversation = follow_up.conversation
    if not follow_up.is_open:
        messages.info(request, _("This follow-up has already been finished."))
        return redirect(conversation)
    if request.POST.get("then") == "end":
        now = timezone.now()
        follow_ups.hold(follow_up, by=request.user, now=now)
        ending.end(conversation, by=request.user, now=now)
        return redirect(conversation)
    form = FollowUpForm(request.POST, auto_id=NEXT)
    if not form.is_valid():
        return sitting_page(request, follow_up, next_form=form)
    follow_ups.hold(follow_up, by=request.user)
    follow_ups.plan(conversation, starts_at=form.cleaned_data["starts_at"], minutes=form.cleaned_data["minutes"])
    messages.success(request, _("The follow-up is finished and the next one is planned."))
    return redirect(conversation)


@action
def follow_up_reopen(request: Request, pk: UUID, number: int) -> HttpResponse:
    """Go on with a follow-up that the other party has finished."""
    follow_up = _locked_sitting(request, pk, number)
    if not follow_ups.reopen(follow_up, by=request.user):
        messages.warning(request, _("This follow-up cannot be opened again any more."))
    return redirect(follow_up)
