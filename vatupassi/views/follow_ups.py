"""Follow-ups: planning the time, the sitting itself, finishing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.autosave import by_script, merged
from core.views import action
from vatupassi import mails
from vatupassi.actions import confirmation, follow_ups
from vatupassi.board import Board
from vatupassi.forms.conversation import TOO_LONG
from vatupassi.forms.follow_up import FollowUpForm, MarkForm
from vatupassi.models import LONGEST_TEXT, Conflict, Conversation, FollowUp, Locked, Note, Outcome, Side
from vatupassi.questions import Question
from vatupassi.sitting import Reviewed, Sitting
from vatupassi.steps import STEPS, review_slot, word_slot
from vatupassi.views.conversation import detail_page, find, locked, seen
from vatupassi.views.talk import step_page

if TYPE_CHECKING:
    from core.request import Request
    from vatupassi.steps import Slot

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
    entry = mails.calendar(conversation, request.user, follow_up=follow_up)
    return HttpResponse(
        entry,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="seuranta.ics"'},
    )


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
    sitting = Sitting.load(conversation, follow_up, request.user)
    context = {
        "conversation": conversation,
        "follow_up": follow_up,
        "sitting": sitting,
        "mine": conversation.side,
        "seen": seen(conversation),
        "reviewed": sitting.reviewed(),
        "word": sitting.word(),
        "outcomes": Outcome.choices,
        "board": Board(sitting.levels()),
        "controls": sitting.controls(),
    }
    if sitting.can_write:
        context |= {
            "move_form": FollowUpForm.of(conversation, follow_up),
            "next_form": FollowUpForm.of(conversation, auto_id=NEXT),
        }
    return render(request, "vatupassi/follow_up.html", context | extra)


def _locked_sitting(request: Request, pk: UUID, number: int) -> FollowUp:
    """The sitting, its conversation locked for a party's act, or 404."""
    return _sitting(locked(request, pk, over=True), number)


@action
def follow_up_write(request: Request, pk: UUID, number: int) -> HttpResponse:
    """Save how the agreements stand and what was written: one field from the page's script, or the whole form.

    A text that met another's is kept beside it (409 to the script) until its writer chooses.
    """
    follow_up = _locked_sitting(request, pk, number)
    conversation = follow_up.conversation
    problems: dict[str, str] = {}
    clash, touched = False, set()
    slots = [word_slot(number)]
    for agreement in conversation.agreements.all():
        slots.append(slot := review_slot(number, agreement.pk))
        outcome = request.POST.get(f"outcome-{slot.code}")
        if outcome in Outcome.values:
            touched.add(slot.code)
            if follow_up.is_open:
                follow_ups.review(follow_up, agreement, outcome=outcome)
            else:
                problems[slot.code] = _too_late()
    for slot in slots:
        if f"text-{slot.code}" not in request.POST:
            continue
        touched.add(slot.code)
        try:
            _save(request, follow_up, slot)
        except Conflict:
            clash = True
        except Locked:
            problems[slot.code] = _too_late()
        except TooLong:
            problems[slot.code] = str(TOO_LONG) % {"limit_value": LONGEST_TEXT}
    conversation.forked = True  # asked anew: this very save may have made a waiting text
    if not by_script(request):
        if problems or clash:
            return sitting_page(request, follow_up, **_unsaved(request, follow_up, problems))
        messages.success(request, _("Saved."))
        return redirect(follow_up)
    status = 409 if clash else 422 if problems else 200
    sitting = Sitting.load(conversation, follow_up, request.user)
    fields = _with_problems(sitting, problems, request)
    context = {
        "conversation": conversation,
        "reviewed": [row for row in fields["reviewed"] if row.writing.slot.code in touched],
        "word": fields["word"] if word_slot(number).code in touched else None,
        "outcomes": Outcome.choices,
        "sitting": sitting,
    }
    return render(request, "vatupassi/_follow_up_fields.html", context, status=status)


class TooLong(Exception):
    """More than one note holds."""


def _too_late() -> str:
    return _("The follow-up has been finished, so this was not saved. Copy your text if you need it.")


def _save(request: Request, follow_up: FollowUp, slot: Slot) -> None:
    """One text, when it has changed."""
    text = request.POST[f"text-{slot.code}"].replace("\r\n", "\n")
    version = request.POST.get(f"version-{slot.code}", "")
    if len(text) > LONGEST_TEXT:
        raise TooLong
    conversation = follow_up.conversation
    note = conversation.notes.filter(slot=slot.code).first()
    saved, forked = "", False
    if note is not None:
        note.conversation = conversation
        saved = note.text.open(request.user)
        forked = conversation.forks.filter(slot=slot.code, side=conversation.side).exists()
    keep = request.POST.get(f"keep-{slot.code}", "")  # the writer's choice after two texts met
    text = {"both": merged(saved, text), "theirs": saved}.get(keep, text)
    if text != saved or forked:
        number = int(version) if version.isdigit() else -1
        by, chosen = request.user, bool(keep)
        Note.write(conversation, slot.code, text, version=number, by=by, follow_up=follow_up, chosen=chosen)


def _unsaved(request: Request, follow_up: FollowUp, problems: dict[str, str]) -> dict[str, Any]:
    sitting = Sitting.load(follow_up.conversation, follow_up, request.user)
    return _with_problems(sitting, problems, request)


def _with_problems(sitting: Sitting, problems: dict[str, str], request: Request) -> dict[str, Any]:
    """Nothing typed is lost: a text that was not saved comes back with the reason."""
    reviewed: list[Reviewed] = sitting.reviewed()
    word = sitting.word()
    for writing in [word, *(row.writing for row in reviewed)]:
        if problem := problems.get(writing.slot.code):
            writing.problem = problem
            writing.text = request.POST.get(f"text-{writing.slot.code}", writing.text)
            writing.writable = True
    return {"reviewed": reviewed, "word": word}


@action
def follow_up_mark(request: Request, pk: UUID, number: int, question: str) -> HttpResponse:
    """Mark a level: the employee's mark is shared at once, the supervisor's is unseen until then."""
    follow_up, asked = _mine(request, pk, number, question)
    form, problem = MarkForm(request.POST, prefix=asked.value), ""
    if not follow_up.is_open:
        problem = _("This follow-up has already been finished.")
    elif form.is_valid():
        follow_ups.mark(follow_up, asked, by=request.user, **form.cleaned_data)
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
        control = Sitting.load(conversation, follow_up, request.user).control(question, Side(conversation.side))
        context = {
            "conversation": conversation,
            "follow_up": follow_up,
            "mine": conversation.side,
            "control": control,
            "problem": problem,
        }
        return render(request, "vatupassi/_follow_up_mark.html", context)
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
        follow_ups.hold(follow_up)
        confirmation.end(conversation, by=request.user)
        return redirect(conversation)
    form = FollowUpForm(request.POST, auto_id=NEXT)
    if not form.is_valid():
        return sitting_page(request, follow_up, next_form=form)
    follow_ups.hold(follow_up)
    follow_ups.plan(conversation, starts_at=form.cleaned_data["starts_at"], minutes=form.cleaned_data["minutes"])
    messages.success(request, _("The follow-up is finished and the next one is planned."))
    return redirect(conversation)
