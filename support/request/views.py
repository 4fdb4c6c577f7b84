"""Asking HR for help, one's own requests, and HR's desk for them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import ics
from core.pages import paged
from core.views import action, page_or_action
from people.desk.taken_back import taken_back
from people.models import User
from support.models import HelpRequest
from support.path.models import WhomToCall
from support.request import actions as acts
from support.request.forms import AnswerForm, AskForm, TimeForm, time_of
from support.request.letters import entry
from support.request.models import answer_by, rule
from support.request.names import named_in, replaced

if TYPE_CHECKING:
    from core.request import Request

TEAM_TO_LOOK_FOR = 500  # people whose names are looked for in a text


def _ask_page(request: Request, form: AskForm, named: list[str] | None = None) -> HttpResponse:
    context = {
        "form": form,
        "named": named or [],
        "deleted": rule(),
        "due_on": answer_by(timezone.localdate()),
        "whom": WhomToCall(),
        "mine": HelpRequest.objects.asked_by(request.user).order_by("-asked_at").defer("question", "answer")[:25],
    }
    return render(request, "support/request/ask.html", context)


def _ask(request: Request) -> HttpResponse:
    """The form, and one's own requests under it."""
    return _ask_page(request, AskForm(by=request.user))


def _asked(request: Request) -> HttpResponse:
    """Ask. Names of one's own team are pointed out first; whoever means them sends the text all the same."""
    supervises = request.user.supervises
    form = AskForm(request.POST, by=request.user)
    if not form.is_valid():
        return _ask_page(request, form)
    question = form.cleaned_data["question"]
    kind = form.cleaned_data["kind"] if supervises else HelpRequest.Kind.OWN
    named = named_in(question, names_of_team(request.user)) if supervises and kind != HelpRequest.Kind.OWN else []
    if named and "replace" in request.POST:
        data = request.POST.copy()
        data["question"] = replaced(question, names_of_team(request.user), _("the employee"))
        return _ask_page(request, AskForm(data, by=request.user))
    if named and "anyway" not in request.POST:
        return _ask_page(request, form, named)
    may_be_alone = kind == HelpRequest.Kind.OWN or request.user.is_hr
    if may_be_alone and not acts.who_may_answer(request.user, kind).exists():
        told = _("Nobody in HR could answer you: they lead you, or you are alone there. Call somebody else instead.")
        form.add_error(None, told)
        return _ask_page(request, form)
    made = acts.ask(request.user, kind=kind, way=form.cleaned_data["way"], question=question)
    messages.success(request, _("HR has your request and answers you here."))
    return redirect("help_request", made.pk)


help_ask = page_or_action(_ask, _asked)


def names_of_team(user: User) -> set[str]:
    """First, calling and family names of one's line."""
    rows = User.objects.active().in_line_of(user).values_list("first_name", "calling_name", "last_name")
    return {name for row in rows[:TEAM_TO_LOOK_FOR] for part in row for name in part.split()}


@require_GET
def help_request(request: Request, pk: UUID) -> HttpResponse:
    """One request: its asker reads the answer, HR reads what is asked and answers."""
    found = get_object_or_404(HelpRequest.objects.visible_to(request.user).select_related("by", "owner"), pk=pk)
    return _request_page(request, found)


def _request_page(
    request: Request, found: HelpRequest, form: AnswerForm | None = None, time: TimeForm | None = None, unsent: str = ""
) -> HttpResponse:
    answers = found.by_id != request.user.pk
    if form is None and answers:
        form = AnswerForm(initial={"answer": found.answer.open(request.user), "revision": found.revision})
    context = {
        "found": found,
        "question": found.question.open(request.user),
        "answer": found.answer.open(request.user),
        "answers": answers,
        "form": form,
        "unsent": unsent,
        "time": time or TimeForm(initial=time_of(found)),
        "helped": HelpRequest.Helped.choices,
    }
    return render(request, "support/request/request.html", context)


@require_GET
def help_desk(request: Request) -> HttpResponse:
    """HR's list: what kind, who sees to it, until when. What is asked, and who asks, only when it is opened."""
    if not request.user.is_hr:
        raise Http404
    which = request.GET.get("which", "open")
    rows = HelpRequest.objects.answerable_by(request.user).select_related("owner").defer("question", "answer")
    rows = rows.exclude(closed_on=None).order_by("-closed_on", "pk") if which == "closed" else rows.open()
    return render(request, "support/request/desk.html", {"page": paged(request, rows), "which": which})


def _to_answer(request: Request, pk: UUID, *, closed: bool = False) -> HelpRequest:
    rows = HelpRequest.objects.answerable_by(request.user).select_related("by").select_for_update(of=("self",))
    return get_object_or_404(rows if closed else rows.open(), pk=pk)


@action
def help_take(request: Request, pk: UUID) -> HttpResponse:
    """See to it oneself; a colleague may take over."""
    acts.take(_to_answer(request, pk), by=request.user)
    return redirect("help_request", pk)


@action
def help_answer(request: Request, pk: UUID) -> HttpResponse:
    """Answer, or better the answer. Whoever writes on an earlier one sees the colleague's first."""
    try:
        found = _to_answer(request, pk, closed=True)
    except Http404:
        return taken_back(request, request.POST.get("answer", ""))
    if found.closed_on:
        return _request_page(request, found, unsent=request.POST.get("answer", ""))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _request_page(request, found, form)
    if form.cleaned_data["revision"] != found.revision:
        form = AnswerForm({"answer": form.cleaned_data["answer"], "revision": found.revision})
        told = _("A colleague has answered meanwhile: see above. Yours is here; sent, it takes the place of theirs.")
        form.add_error("answer", told)
        return _request_page(request, found, form)
    acts.answer(found, text=form.cleaned_data["answer"], by=request.user)
    messages.success(request, _("The answer is sent."))
    return redirect("help_request", pk)


@action
def help_helped(request: Request, pk: UUID) -> HttpResponse:
    """The asker says whether it helped; that closes the request."""
    rows = HelpRequest.objects.asked_by(request.user).open().exclude(answered_at=None)
    found = get_object_or_404(rows.select_for_update().defer("question", "answer"), pk=pk)
    helped = request.POST.get("helped", "")
    if helped in HelpRequest.Helped.values:
        acts.close(found, by=request.user, helped=helped)
        messages.success(request, _("Thank you. The request is closed."))
    return redirect("help_request", pk)


@action
def help_withdraw(request: Request, pk: UUID) -> HttpResponse:
    """The asker takes an unanswered request back: nothing of it stays."""
    rows = HelpRequest.objects.asked_by(request.user).waiting().defer("question", "answer")
    get_object_or_404(rows.select_for_update(), pk=pk).delete()
    messages.success(request, _("The request is taken back and deleted."))
    return redirect("help_ask")


@action
def help_book(request: Request, pk: UUID) -> HttpResponse:
    """HR books a time, or moves it: into both calendars."""
    found = _to_answer(request, pk, closed=True)
    if found.closed_on:
        messages.info(request, _("The request has been closed meanwhile, so no time was booked."))
        return redirect("help_request", pk)
    form = TimeForm(request.POST)
    if not form.is_valid():
        return _request_page(request, found, time=form)
    data = form.cleaned_data
    asked = (data["starts_at"], data["minutes"], data["place"], request.user.pk)
    if asked == (found.meets_at, found.meets_minutes, found.meets_place, found.owner_id):
        return redirect("help_request", pk)  # a double click
    if data["sequence"] != found.calendar_sequence:
        again = request.POST.copy()
        again["sequence"] = str(found.calendar_sequence)
        form = TimeForm(again)
        form.add_error(
            None, _("The time has been changed meanwhile: see above. Yours is here; booked, it takes its place.")
        )
        return _request_page(request, found, time=form)
    acts.book(found, starts_at=data["starts_at"], minutes=data["minutes"], place=data["place"], by=request.user)
    messages.success(request, _("The time is booked, and both of you get it into your calendars."))
    return redirect("help_request", pk)


@action
def help_call_off(request: Request, pk: UUID) -> HttpResponse:
    """Either of the two calls the time off."""
    rows = HelpRequest.objects.visible_to(request.user).met().select_related("by", "owner")
    found = get_object_or_404(rows.select_for_update(of=("self",)).defer("question", "answer"), pk=pk)
    if not found.meets_ahead:
        messages.info(request, _("The time has passed, so it is not called off any more."))
        return redirect("help_request", pk)
    acts.call_off(found, by=request.user)
    messages.success(request, _("The time is called off, and both of you are told."))
    return redirect("help_request", pk)


@require_GET
def help_calendar(request: Request, pk: UUID) -> HttpResponse:
    """The time as a file for a calendar."""
    rows = HelpRequest.objects.visible_to(request.user).met().defer("question", "answer")
    return ics.download("tapaaminen.ics", entry(get_object_or_404(rows, pk=pk), request.user))


@action
def help_close(request: Request, pk: UUID) -> HttpResponse:
    """HR closes what it has answered and nobody has closed: the asker may not come back to it."""
    rows = HelpRequest.objects.answerable_by(request.user).open().exclude(answered_at=None)
    found = get_object_or_404(rows.select_for_update().defer("question", "answer"), pk=pk)
    acts.close(found, by=request.user)
    messages.success(request, _("The request is closed."))
    return redirect("help_desk")
