"""The conversation itself: one step at a time, written by two people on two machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.autosave import by_script, merged
from core.prepared import prepared
from core.views import action
from vatupassi import board, memo, sharing
from vatupassi.actions import confirmation, follow_ups
from vatupassi.forms.conversation import TOO_LONG
from vatupassi.forms.follow_up import FollowUpForm
from vatupassi.models import LONGEST_TEXT, Conflict, Conversation, DifferingView, Locked, Note, Side
from vatupassi.questions import Question
from vatupassi.steps import STEPS, Step
from vatupassi.talk import Talk, Writing, unfinished_before
from vatupassi.views.conversation import find, locked, seen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from core.request import Request
    from people.models import User


def step_of(conversation: Conversation, code: str) -> Step:
    """The step with this code, or 404 where the conversation's occasion has no such step."""
    if code not in conversation.occasion.steps:
        raise Http404
    return STEPS[code]


@prepared
def _revision(user: User, pk: UUID) -> QuerySet[Conversation]:
    return Conversation.objects.visible_to(user).filter(pk=pk).only("revision")


@require_GET
def conversation_step(request: Request, pk: UUID, step: str) -> HttpResponse:
    """One step's page. With ``?since=<revision>`` of the page at hand: 204 when nothing has changed."""
    if since := request.GET.get("since"):
        found = _revision(request.user, pk)
        if not found:
            raise Http404
        if str(found[0].revision) == since:
            return HttpResponse(status=204)
    conversation = find(request, pk)
    return step_page(request, conversation, step_of(conversation, step))


def step_page(request: Request, conversation: Conversation, step: Step, **extra: Any) -> HttpResponse:
    """The page of a step for one reader."""
    talk = Talk.load(conversation, request.user)
    walk = conversation.occasion.walk
    place = walk.index(step)
    context: dict[str, Any] = {
        "conversation": conversation,
        "talk": talk,
        "step": step,
        "mine": conversation.side,
        "seen": seen(conversation),
        "walk": [(number, each, talk.done(each)) for number, each in enumerate(walk, 1)],
        "before": walk[place - 1] if place else None,
        "after": walk[place + 1] if place + 1 < len(walk) else None,
        "writings": talk.writings(step),
        "guarded": conversation.can_edit and any(slot.guarded for slot in step.slots),
        "agreements": talk.agreements,
    }
    if step.questions:
        context |= {
            "board": board.Board([level(talk, question) for question in step.questions]),
            "shared": any((question, Side.EMPLOYEE) in talk.marks for question in step.questions),
            "mark_texts": mark_texts(talk, step),
        } | own_marks(talk, step.questions)
    if not place:
        context["unfinished"] = unfinished_before(conversation, request.user)
    if step.code == "memo":
        context |= memo_context(talk)
    if step.code == "follow-up":
        ahead = follow_ups.planned(conversation)
        context |= {"follow_up": ahead, "follow_up_form": FollowUpForm.of(conversation, ahead)}
    return render(request, "vatupassi/conversation_step.html", context | extra)


def level(talk: Talk, question: Question, *, as_agreed: bool = False) -> board.Level:
    """One level as this reader may see it: the employee's shared mark, the other's ring, target and steps.

    ``as_agreed`` draws the steps as they were agreed: what is done later does not change a memo.
    """
    conversation = talk.conversation
    own, other = talk.marks.get((question, Side.EMPLOYEE)), talk.marks.get((question, Side.SUPERVISOR))
    return board.Level(
        name=question.value,
        question=question.label,
        now=own.now if own else None,
        target=own.target if own else None,
        now_label=_first(conversation.employee_name),
        other=other.now if other else None,
        other_label=_first(conversation.supervisor_name),
        steps=talk.agreed_steps(question) if as_agreed else talk.steps_of(question),
        disabled=True,
    )


def own_marks(talk: Talk, questions: Iterable[Question]) -> dict[str, Any]:
    """What this party marks or shares on the spot: the employee's unshared items, the supervisor's own view."""
    conversation = talk.conversation
    if not conversation.can_edit:
        return {}
    if conversation.side == Side.SUPERVISOR:
        return {"view_fields": sharing.view_fields(conversation, talk.reader, questions, talk.marks)}
    unshared = [question for question in questions if (question, Side.EMPLOYEE) not in talk.marks]
    return {"offers": sharing.unshared(talk.reader, conversation, unshared)} if unshared else {}


def mark_texts(talk: Talk, step: Step) -> list[dict[str, str]]:
    """What each party wrote beside a mark on this step's levels."""
    found = [
        (mark, question) for question in step.questions for side in Side if (mark := talk.marks.get((question, side)))
    ]
    return [
        {"name": talk.conversation.name_of(mark.side), "text": mark.text.open(talk.reader)}
        for mark, _question in found
        if mark.text
    ]


def _first(name: str) -> str:
    return name.split(" ")[0]


@prepared
def _differing_views(conversation: Conversation) -> QuerySet[DifferingView]:
    return conversation.differing_views.all()


def memo_context(talk: Talk) -> dict[str, Any]:
    """What the memo step shows: the text as it will stand, the ticks, the confirmations."""
    conversation, reader = talk.conversation, talk.reader
    done = confirmation.given(conversation)
    views = {}
    for row in _differing_views(conversation):
        row.conversation = conversation
        views[row.side] = row.text.open(reader)
    rows = memo.Rows(talk.notes.values(), talk.marks.values(), talk.agreements)
    content = memo.of(conversation, opened=lambda text: text.open(reader), rows=rows)
    shown = {mark["question"] for mark in content.marks}
    levels = [level(talk, question, as_agreed=True) for question in Question if question in shown]
    return {
        "memo_board": board.Board(levels) if levels else None,
        "memo_marks": [(conversation.name_of(mark["side"]), mark["text"]) for mark in content.marks if mark["text"]],
        "memo": content,
        "memo_parts": [
            {
                "title": step.title,
                "slots": [{"label": slot.label, "text": content.notes[slot.code]} for slot in written],
            }
            for step in conversation.occasion.walk
            if (written := [slot for slot in step.slots if slot.code in content.notes])
        ],
        "confirmed": [(conversation.name_of(side), done.get(side)) for side in Side],
        "i_confirmed": conversation.side in done,
        "my_view": views.get(conversation.side, ""),
        "their_view": views.get(Side(conversation.side).other, "") if conversation.side else "",
        "has_ability": any(slot.startswith("kykenenko.") and note.text for slot, note in talk.notes.items())
        or any(question == Question.ABLE for question, _side in talk.marks),
        "has_nine": any(slot.startswith("nine.") and note.text for slot, note in talk.notes.items()),
        "my_ability": getattr(conversation, f"ability_by_{conversation.side}", False),
        "my_nine": getattr(conversation, f"nine_by_{conversation.side}", False),
    }


@action
def conversation_write(request: Request, pk: UUID, step: str) -> HttpResponse:
    """Save what was written on a step: one field from the page's script, or the whole form.

    A text that met another's is kept beside it (409 to the script) until its writer chooses.
    """
    conversation = locked(request, pk, over=True)
    at = step_of(conversation, step)
    problems: dict[str, str] = {}
    clash = False
    sent = [slot for slot in at.slots if f"text-{slot.code}" in request.POST]
    talk = Talk.texts(conversation, request.user)
    for slot in sent:
        text = request.POST[f"text-{slot.code}"].replace("\r\n", "\n")
        if len(text) > LONGEST_TEXT:
            problems[slot.code] = str(TOO_LONG) % {"limit_value": LONGEST_TEXT}
            continue
        try:
            _save(talk, slot.code, text, request)
        except Conflict:
            clash = True
        except Locked:
            problems[slot.code] = _("The memo has been confirmed, so this was not saved. Open it for changes first.")
    if by_script(request):
        status = 409 if clash else 422 if problems else 200
        talk.find_forks()
        writings = _with_problems([talk.writing(slot) for slot in sent], problems, request)
        context = {"conversation": conversation, "writings": writings, "step": at}
        return render(request, "vatupassi/_notes.html", context, status=status)
    if problems or clash:
        writings = _with_problems(Talk.load(conversation, request.user).writings(at), problems, request)
        return step_page(request, conversation, at, writings=writings)
    onward = request.POST.get("go", "")
    return redirect("conversation_step", pk, onward if onward in conversation.occasion.steps else step)


def _with_problems(writings: list[Writing], problems: dict[str, str], request: Request) -> list[Writing]:
    """Nothing typed is lost: a text that was not saved comes back with the reason."""
    for writing in writings:
        if problem := problems.get(writing.slot.code):
            writing.problem, writing.text = problem, request.POST[f"text-{writing.slot.code}"]
    return writings


def _save(talk: Talk, slot: str, text: str, request: Request) -> None:
    """One field, when it has changed. ``keep-<slot>`` is the writer's choice after two texts met."""
    note = talk.notes.get(slot)
    saved = note.text.open(request.user) if note else ""
    keep = request.POST.get(f"keep-{slot}", "")
    text = {"both": merged(saved, text), "theirs": saved}.get(keep, text)
    if text == saved and slot not in talk.forks:
        return
    sent = request.POST.get(f"version-{slot}", "")
    version = int(sent) if sent.isdigit() else -1
    talk.notes[slot] = Note.write(
        talk.conversation, slot, text, version=version, by=request.user, note=note, chosen=bool(keep)
    )


@action
def memo_include(request: Request, pk: UUID) -> HttpResponse:
    """Tick Kykenenkö or the nine questions into the memo: they come in only when both have ticked."""
    conversation = locked(request, pk)
    side = conversation.side
    ticked = {f"{name}_by_{side}": name in request.POST for name in ("ability", "nine")}
    if any(getattr(conversation, name) != value for name, value in ticked.items()):
        conversation.touch(text=True, **ticked)
    return redirect("conversation_step", pk, "memo")


@action
def memo_confirm(request: Request, pk: UUID) -> HttpResponse:
    """My yes to the text that I read."""
    conversation = locked(request, pk, over=True)
    revision = request.POST.get("text_revision", "")
    try:
        both = confirmation.confirm(
            conversation, by=request.user, text_revision=int(revision) if revision.isdigit() else -1
        )
    except confirmation.Changed:
        messages.warning(request, _("The text has changed since you opened the page. Read it again and then confirm."))
        return redirect("conversation_step", pk, "memo")
    except Locked:
        return redirect(conversation)
    if both:
        messages.success(request, _("You have both confirmed the memo."))
        return redirect(conversation)
    messages.success(request, _("You have confirmed the memo. It is ready when the other party confirms it too."))
    return redirect("conversation_step", pk, "memo")


@action
def memo_reopen(request: Request, pk: UUID) -> HttpResponse:
    """Open a confirmed memo for changes; the confirmed version is kept."""
    conversation = locked(request, pk, over=True)
    confirmation.reopen(conversation, by=request.user)
    return redirect("conversation_step", pk, "memo")


@action
def differing_view_save(request: Request, pk: UUID) -> HttpResponse:
    """My own differing view, beside the memo. It changes nothing that was confirmed."""
    conversation = locked(request, pk, over=True)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if conversation.is_over or len(text) > LONGEST_TEXT:
        if len(text) > LONGEST_TEXT:
            messages.error(request, str(TOO_LONG) % {"limit_value": LONGEST_TEXT})
        return step_page(request, conversation, STEPS["memo"], my_view=text)
    view, _new = DifferingView.objects.get_or_create(
        conversation=conversation, side=conversation.side, defaults={"author": request.user}
    )
    view.conversation = conversation
    view.text, view.author = text, request.user
    view.version += 1
    view.save()
    conversation.touch()
    messages.success(request, _("Saved."))
    return redirect("conversation_step", pk, "memo")
