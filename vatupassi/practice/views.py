"""The pages of a practice. No address has an id of a practice: everybody finds their own, or none."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.numbers import sent_version
from core.papers import paper, pdf_response
from core.redirects import safe_redirect
from core.texts.versioned import weighed
from core.texts.views import by_script, status_of
from core.views import action, page_or_action
from vatupassi.agreement.forms import AgreementForm
from vatupassi.assessment.forms import MarksForm
from vatupassi.conversation.board import level
from vatupassi.conversation.forms import AgreementLine, FollowUpForm, HeldForm
from vatupassi.level.questions import Question
from vatupassi.memo.content import INCLUDED
from vatupassi.memo.layout import draw_memo, memo_file_name
from vatupassi.models import Practice, Side
from vatupassi.occasion.steps import STEPS, Step
from vatupassi.practice.cases import BY_CODE, CASES, MOST_ASKS
from vatupassi.practice.coach import ADVICE
from vatupassi.practice.content import Agreed, Content, Text
from vatupassi.practice.page import Head, PracticePage, seen, step_context, step_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.request import Request
    from core.texts.writing import Writing
    from vatupassi.assessment.forms import AssessmentField

MOST_AGREEMENTS = 20


def for_those_who_lead(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 for whoever leads nobody; HR may try it too."""

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (request.user.supervises or request.user.is_hr):
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def found(request: Request, *, lock: bool = False) -> tuple[Practice, PracticePage]:
    """One's own practice, or 404 where there is none."""
    rows = Practice.objects.of(request.user)
    practice = (rows.select_for_update() if lock else rows).first()
    if practice is None:
        raise Http404
    return practice, PracticePage.opened(practice, request.user)


def keep(practice: Practice, content: Content) -> None:
    """Save what has been written."""
    practice.content, practice.version = content.dumps(), practice.version + 1
    practice.save(update_fields=["content", "version"])


@require_GET
@for_those_who_lead
def practice(request: Request) -> HttpResponse:
    """Whom one practises with; where a practice is going on, the way back to it."""
    row = Practice.objects.of(request.user).first()
    going_on = PracticePage.opened(row, request.user).case if row else None
    return render(request, "vatupassi/practice/start.html", {"cases": CASES, "going_on": going_on, "seen": seen()})


@for_those_who_lead
@action
def practice_begin(request: Request) -> HttpResponse:
    """Begin. Whoever has one already goes on with it: a second click makes no second one."""
    code = request.POST.get("case", "")
    if code not in BY_CODE:
        messages.warning(request, _("Choose whom you talk with."))
        return redirect("practice")
    Practice.objects.get_or_create(owner=request.user, defaults={"content": Content(code).dumps()})
    return redirect("practice_prepare")


@for_those_who_lead
@action
def practice_end(request: Request) -> HttpResponse:
    """End it: everything of it is gone."""
    if Practice.objects.of(request.user).delete()[0]:
        messages.success(request, _("The practice is over, and everything in it is gone."))
    return redirect("practice")


@require_GET
@for_those_who_lead
def practice_prepare(request: Request) -> HttpResponse:
    """Preparing: what one has noticed, what the employee has shared, and one's own view."""
    _row, talk = found(request)
    shared = [
        (question, level(talk, question) if (question, Side.EMPLOYEE) in talk.marks else None) for question in Question
    ]
    context = {
        "conversation": talk.conversation,
        "to": talk.to,
        "practice": Head(talk.case, ADVICE["prepare"], []),
        "shared": shared,
        "view_fields": talk.own_fields(),
        "seen": seen(),
    }
    return render(request, "vatupassi/practice/prepare.html", context)


@for_those_who_lead
@action
def practice_view(request: Request) -> HttpResponse:
    """Save one's own view of the levels, as `sharing.views.conversation_view` does."""
    row, talk = found(request, lock=True)
    fields = [
        _save_view(talk, question, request) for question in Question if MarksForm.sent(request.POST, f"view-{question}")
    ]
    if talk.conversation.can_edit and fields:
        keep(row, talk.content)
    if by_script(request) and fields:
        status = status_of([fields[0].writing])
        return render(request, "vatupassi/assessment/_item.html", {"field": fields[0]}, status=status)
    if failed := [each for each in fields if each.writing.failure]:
        context = {
            "conversation": talk.conversation,
            "to": talk.to,
            "practice": Head(talk.case, None, []),
            "fields": failed,
            "seen": seen(),
        }
        return render(
            request, "vatupassi/practice/view.html", context, status=status_of(each.writing for each in failed)
        )
    return safe_redirect(request, talk.to.own)


def _save_view(talk: PracticePage, question: Question, request: Request) -> AssessmentField:
    """One item: its mark, then its text."""
    content, refused = talk.content, "" if talk.conversation.can_edit else _confirmed()
    whole = not by_script(request)
    form = MarksForm(request.POST, key=f"view-{question}", marks=question.supervisor_marks, whole=whole)
    marks = form.marks if form.is_valid() else {}
    if "now" in marks and not refused:
        content.marks[question.value] = marks["now"]
    field = talk.own_field(question, Side.SUPERVISOR)
    after, text = weighed(request.POST, field.writing, refused=refused)
    if text is not None:
        content.views[question.value] = Text(text, field.writing.version + 1)
    after = after or field.writing
    problem = after.problem or form.problem or (refused if marks else "")
    field.writing = replace(_stored(after, text), problem=problem)
    if marks and field.level and not refused:
        field.level = replace(field.level, now=content.marks.get(question.value))
    return field


def _stored(after: Writing, text: str | None) -> Writing:
    """As its page shows a text that has just been saved, or has not."""
    return after if text is None else replace(after, version=after.version + 1, edited_at=timezone.now())


@require_GET
@for_those_who_lead
def practice_step(request: Request, step: str) -> HttpResponse:
    """One step. With ``?since=<revision>``: 204 when nothing has changed in another tab."""
    row, talk = found(request)
    if request.GET.get("since") == str(row.version):
        return HttpResponse(status=204)
    return step_page(request, talk, _step(step))


def step_page(request: Request, talk: PracticePage, step: Step, **extra: Any) -> HttpResponse:
    """The real page of a step, filled with the practice."""
    return render(request, "vatupassi/conversation/step.html", step_context(talk, step) | extra)


def _step(code: str) -> Step:
    step = step_of(code)
    if step is None:
        raise Http404
    return step


@for_those_who_lead
@action
def practice_write(request: Request, step: str) -> HttpResponse:
    """Save what was written on a step."""
    row, talk = found(request, lock=True)
    at, content, written = _step(step), talk.content, {}
    refused = "" if talk.conversation.can_edit else _confirmed()
    for slot in at.slots:
        now = talk.writing(slot)
        after, text = weighed(request.POST, now, refused=refused)
        if after is None:
            continue
        if text is not None:
            content.notes[slot.code] = Text(text, now.version + 1)
        written[slot.code] = _stored(after, text)
    if any(slot.code in written and not written[slot.code].failure for slot in at.slots) and not refused:
        keep(row, content)
    status = status_of(written.values())
    if by_script(request):
        context = {"conversation": talk.conversation, "writings": written.values(), "step": at}
        return render(request, "vatupassi/conversation/_notes.html", context, status=status)
    if status != 200:
        shown = [written.get(slot.code) or talk.writing(slot) for slot in at.slots]
        return step_page(request, talk, at, writings=shown)
    onward = request.POST.get("go", "")
    return redirect("practice_step", onward if step_of(onward) else step)


@for_those_who_lead
@action
def practice_ask(request: Request, step: str) -> HttpResponse:
    """Ask the employee the next thing: the answer comes. The same click twice asks once."""
    row, talk = found(request, lock=True)
    at, turn = _step(step), request.POST.get("turn", "")
    if len(at.questions) != 1 or turn not in [str(number) for number in range(1, MOST_ASKS + 1)]:
        raise Http404
    question, before = at.questions[0].value, talk.content.asked.get(at.questions[0].value, 0)
    if int(turn) == before + 1:
        talk.content.asked[question] = int(turn)
        keep(row, talk.content)
        talk = PracticePage.opened(row, request.user)
    if request.htmx:
        return step_page(request, talk, at)
    return redirect(f"{talk.to.step(at.code)}#says")


# What is agreed


def _agreements(request: Request, talk: PracticePage, step: Step, form: AgreementForm | None) -> HttpResponse:
    """To the script the list alone, to anyone else the page."""
    if request.htmx:
        context = {
            "conversation": talk.conversation,
            "to": talk.to,
            "agreements": talk.agreed_on(step),
            "agreement_form": form or AgreementLine.of(talk.conversation, step),
            "step": step,
            "mine": talk.conversation.side,
            "goes_on": form is None,
        }
        return render(request, "vatupassi/agreement/_list.html", context)
    if form is not None:
        return step_page(request, talk, step, agreement_form=form)
    return redirect("practice_step", step.code)


def _editable(request: Request) -> tuple[Practice, PracticePage]:
    """As long as the memo is open."""
    row, talk = found(request, lock=True)
    if not talk.conversation.can_edit:
        raise Http404
    return row, talk


@for_those_who_lead
@action
def practice_agree(request: Request, step: str) -> HttpResponse:
    """Agree on something. The same form sent twice makes one agreement."""
    row, talk = _editable(request)
    at, form = _step(step), AgreementForm(request.POST, conversation=talk.conversation)
    if not form.is_valid():
        return _agreements(request, talk, at, form)
    pk = form.cleaned_data["id"] or form.initial["id"]
    if all(each.id != pk.hex for each in talk.content.agreements):
        if len(talk.content.agreements) >= MOST_AGREEMENTS:
            text = _("There are %(most)d agreements already. Change one of them, or remove one, to agree on more.")
            form.add_error(None, text % {"most": MOST_AGREEMENTS})
            return _agreements(request, talk, at, form)
        talk.content.agreements.append(_agreed(pk, form))
        keep(row, talk.content)
        talk = PracticePage.opened(row, request.user)
    return _agreements(request, talk, at, None)


def _agreed(pk: UUID, form: AgreementForm, version: int = 0) -> Agreed:
    data = form.cleaned_data
    return Agreed(
        pk.hex,
        text=data["text"],
        side=data["side"],
        due_on=data["due_on"].isoformat(),
        question=data["question"],
        kind=data["kind"],
        helps_now=data["helps_now"],
        measure=data["measure"].pk.hex if data["measure"] else "",
        version=version,
    )


@require_GET
@for_those_who_lead
def practice_agree_whole(request: Request, step: str) -> HttpResponse:
    """All that an agreement may say: a page; the line of a step fetches what it has not itself."""
    _row, talk = found(request)
    if not talk.conversation.can_edit:
        raise Http404
    at = _step(step)
    initial = {"question": at.questions[0] if len(at.questions) == 1 else ""}
    form = AgreementForm(conversation=talk.conversation, initial=initial)
    context = {"conversation": talk.conversation, "to": talk.to, "step": at, "form": form, "seen": seen()}
    template = "vatupassi/agreement/_more.html" if request.htmx else "vatupassi/agreement/new.html"
    return render(request, template, context)


def _agreement(talk: PracticePage, pk: UUID) -> Any:
    for row in talk.agreements:
        if row.pk == pk:
            return row
    raise Http404


def _agreement_page(request: Request, talk: PracticePage, agreement: Any, form: AgreementForm) -> HttpResponse:
    context = {"agreement": agreement, "conversation": talk.conversation, "to": talk.to, "form": form, "seen": seen()}
    return render(request, "vatupassi/agreement/edit.html", context)


def _agreement_form(request: Request, pk: UUID) -> HttpResponse:
    """The form of one agreement; POST saves it."""
    _row, talk = found(request)
    agreement = _agreement(talk, pk)
    if not talk.conversation.can_edit:
        raise Http404
    names = ("side", "due_on", "question", "kind", "helps_now")
    initial = {name: getattr(agreement, name) for name in names}
    initial |= {"id": pk, "measure": agreement.measure_id, "text": str(agreement.text)}
    return _agreement_page(request, talk, agreement, AgreementForm(conversation=talk.conversation, initial=initial))


def _agreement_save(request: Request, pk: UUID) -> HttpResponse:
    row, talk = _editable(request)
    agreement = _agreement(talk, pk)
    form = AgreementForm(request.POST, conversation=talk.conversation, initial={"measure": agreement.measure_id})
    if not form.is_valid():
        return _agreement_page(request, talk, agreement, form)
    if sent_version(request.POST) != agreement.version:
        form.add_error(
            None, _("You have changed this in another tab. Read it below, then save yours if it still fits.")
        )
        return _agreement_page(request, talk, agreement, form)
    changed = _agreed(pk, form, agreement.version + 1)
    talk.content.agreements = [changed if each.id == pk.hex else each for each in talk.content.agreements]
    keep(row, talk.content)
    return redirect("practice_step", "agreements")


practice_agreement = for_those_who_lead(page_or_action(_agreement_form, _agreement_save))


@for_those_who_lead
@action
def practice_agreement_remove(request: Request, pk: UUID) -> HttpResponse:
    """Take it away."""
    row, talk = _editable(request)
    _agreement(talk, pk)
    talk.content.agreements = [each for each in talk.content.agreements if each.id != pk.hex]
    keep(row, talk.content)
    messages.success(request, _("The agreement was removed."))
    return redirect("practice_step", "agreements")


# The follow-up and the memo


@for_those_who_lead
@action
def practice_plan(request: Request) -> HttpResponse:
    """Set or move the time of the follow-up."""
    row, talk = _editable(request)
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        return step_page(request, talk, STEPS["follow-up"], follow_up_form=form)
    talk.content.follow_up = form.cleaned_data["starts_at"].isoformat()
    talk.content.minutes = form.cleaned_data["minutes"]
    keep(row, talk.content)
    messages.success(request, _("The follow-up is planned. In a practice nobody gets an entry in their calendar."))
    return redirect("practice_step", "follow-up")


@for_those_who_lead
@action
def practice_plan_none(request: Request) -> HttpResponse:
    """No follow-up is needed."""
    row, talk = _editable(request)
    talk.content.follow_up = ""
    keep(row, talk.content)
    return redirect("practice_step", "follow-up")


@for_those_who_lead
@action
def practice_memo(request: Request, act: str) -> HttpResponse:
    """What one does with the memo: the day, what comes in, the yes, and opening it again."""
    row, talk = found(request, lock=True)
    content, memo = talk.content, STEPS["memo"]
    if act == "reopen":
        content.confirmed_at = ""
    elif not talk.conversation.can_edit:
        return redirect("practice_step", "memo")
    elif act == "held":
        form = HeldForm(request.POST)
        if not form.is_valid():
            return step_page(request, talk, memo, held_form=form)
        content.held_on = form.cleaned_data["held_on"].isoformat()
        messages.success(request, _("Saved."))
    elif act == "include":
        content.ticks = [code for code in INCLUDED if code in request.POST]
    elif act == "confirm":
        if sent_version(request.POST, "text_revision") != row.version:
            text = _("The text has changed since you opened the page. Read it again and then confirm.")
            messages.warning(request, text)
            return redirect("practice_step", "memo")
        content.held_on = talk.conversation.held_day.isoformat()
        content.confirmed_at = timezone.now().isoformat()
    else:
        raise Http404
    keep(row, content)
    if act == "include" and request.htmx:
        return step_page(request, PracticePage.opened(row, request.user), memo)
    return redirect("practice_done") if act == "confirm" else redirect("practice_step", "memo")


@paper
@for_those_who_lead
def practice_memo_pdf(request: Request) -> HttpResponse:
    """How the memo would look, marked on every page as a practice."""
    _row, talk = found(request)
    language = talk.conversation.memo_language
    data = draw_memo(talk.memo(), language=language, draft=True, signed=talk.signed(), practice=True, request=request)
    word = {"fi": "harjoitus", "sv": "ovning", "en": "practice"}[language]
    return pdf_response(data, f"{word}-{memo_file_name(talk.conversation.held_day, language)}", language)


@require_GET
@for_those_who_lead
def practice_done(request: Request) -> HttpResponse:
    """What came of it, in words and without a score."""
    _row, talk = found(request)
    if talk.conversation.can_edit:
        return redirect("practice_step", "memo")
    context = {"conversation": talk.conversation, "to": talk.to, "came": came_of(talk), "seen": seen()}
    return render(request, "vatupassi/practice/done.html", context)


def came_of(talk: PracticePage) -> list[tuple[bool, str]]:
    """What a good conversation leaves, and whether this one did."""
    agreed = talk.content.agreements
    return [
        (any(each.helps_now for each in agreed), _("Something helps at once")),
        (any(each.side == Side.SUPERVISOR for each in agreed), _("You have promised something yourself")),
        (any(each.side == Side.EMPLOYEE for each in agreed), _("The employee has a part of their own")),
        (bool(talk.content.follow_up), _("There is a day on which you come back to it")),
        (any(asked == MOST_ASKS for asked in talk.content.asked.values()), _("You asked also what would help")),
    ]


def _confirmed() -> str:
    return _("The memo has been confirmed, so this was not saved. Open it for changes first.")
