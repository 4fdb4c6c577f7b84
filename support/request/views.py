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

from core.pages import paged
from core.views import action, page_or_action
from people.models import User
from support.models import HelpRequest
from support.path.models import WhomToCall
from support.request import actions as acts
from support.request.forms import AnswerForm, AskForm
from support.request.models import answer_by, rule
from support.request.names import named_in

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
    return _ask_page(request, AskForm(supervises=request.user.supervises))


def _asked(request: Request) -> HttpResponse:
    """Ask. Names of one's own team are pointed out first; whoever means them sends the text all the same."""
    supervises = request.user.supervises
    form = AskForm(request.POST, supervises=supervises)
    if not form.is_valid():
        return _ask_page(request, form)
    question = form.cleaned_data["question"]
    kind = form.cleaned_data["kind"] if supervises else HelpRequest.Kind.OWN
    named = named_in(question, _names_of_team(request.user)) if supervises and kind != HelpRequest.Kind.OWN else []
    if named and "replace" in request.POST:
        for word in named:
            question = question.replace(word, _("the employee"))
        data = request.POST.copy()
        data["question"] = question
        return _ask_page(request, AskForm(data, supervises=supervises))
    if named and "anyway" not in request.POST:
        return _ask_page(request, form, named)
    if kind == HelpRequest.Kind.OWN and not acts.who_may_answer(request.user, kind).exists():
        told = _("Nobody in HR could answer you: they lead you, or you are alone there. Call somebody else instead.")
        form.add_error(None, told)
        return _ask_page(request, form)
    made = acts.ask(request.user, kind=kind, way=form.cleaned_data["way"], question=question)
    messages.success(request, _("HR has your request and answers you here."))
    return redirect("help_request", made.pk)


help_ask = page_or_action(_ask, _asked)


def _names_of_team(user: User) -> set[str]:
    """First, calling and family names of one's line."""
    rows = User.objects.active().in_line_of(user).values_list("first_name", "calling_name", "last_name")
    return {name for row in rows[:TEAM_TO_LOOK_FOR] for part in row for name in part.replace("-", " ").split()}


@require_GET
def help_request(request: Request, pk: UUID) -> HttpResponse:
    """One request: its asker reads the answer, HR reads what is asked and answers."""
    found = get_object_or_404(HelpRequest.objects.visible_to(request.user).select_related("by", "owner"), pk=pk)
    return _request_page(request, found)


def _request_page(request: Request, found: HelpRequest, form: AnswerForm | None = None) -> HttpResponse:
    answers = found.by_id != request.user.pk
    if form is None and answers:
        form = AnswerForm(initial={"answer": found.answer.open(request.user), "revision": found.revision})
    context = {
        "found": found,
        "question": found.question.open(request.user),
        "answer": found.answer.open(request.user),
        "answers": answers,
        "form": form,
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


def _to_answer(request: Request, pk: UUID) -> HelpRequest:
    rows = HelpRequest.objects.answerable_by(request.user).open().select_related("by").select_for_update(of=("self",))
    return get_object_or_404(rows, pk=pk)


@action
def help_take(request: Request, pk: UUID) -> HttpResponse:
    """See to it oneself; a colleague may take over."""
    found = _to_answer(request, pk)
    found.owner = request.user
    found.save(update_fields=["owner"])
    return redirect("help_request", pk)


@action
def help_answer(request: Request, pk: UUID) -> HttpResponse:
    """Answer, or better the answer. Whoever writes on an earlier one sees the colleague's first."""
    found = _to_answer(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _request_page(request, found, form)
    if form.cleaned_data["revision"] != found.revision:
        form = AnswerForm({"answer": form.cleaned_data["answer"], "revision": found.revision})
        told = _("A colleague has answered meanwhile: see above. Yours is here; send it if it adds something.")
        form.add_error("answer", told)
        return _request_page(request, found, form)
    acts.answer(found, text=form.cleaned_data["answer"], by=request.user)
    messages.success(request, _("The answer is sent."))
    return redirect("help_request", pk)


@action
def help_helped(request: Request, pk: UUID) -> HttpResponse:
    """The asker says whether it helped; that closes the request."""
    rows = HelpRequest.objects.asked_by(request.user).open().exclude(answered_at=None)
    found = get_object_or_404(rows.defer("question", "answer"), pk=pk)
    helped = request.POST.get("helped", "")
    if helped in HelpRequest.Helped.values:
        found.helped, found.closed_on = helped, timezone.localdate()
        found.save(update_fields=["helped", "closed_on"])
        messages.success(request, _("Thank you. The request is closed."))
    return redirect("help_request", pk)


@action
def help_withdraw(request: Request, pk: UUID) -> HttpResponse:
    """The asker takes an unanswered request back: nothing of it stays."""
    get_object_or_404(HelpRequest.objects.asked_by(request.user).waiting(), pk=pk).delete()
    messages.success(request, _("The request is taken back and deleted."))
    return redirect("help_ask")
