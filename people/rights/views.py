"""Asking about one's own data, the request's page for its asker and for those who answer, and the officer's list."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.pages import paged
from core.views import action, page_or_action
from people.desk.handled import Handling
from people.desk.taken_back import taken_back
from people.models import RightsRequest
from people.rights import actions as acts
from people.rights.forms import STATES, AnswerForm, AskForm, ProlongForm
from people.rights.models import answer_by, rule
from people.rights.rules import Right, ombudsman, rights
from people.user.decorators import officer_only

if TYPE_CHECKING:
    from core.request import Request


def _right(kind: str) -> Right:
    found = rights().get(kind)
    if found is None:
        raise Http404
    return found


def _ask_page(request: Request, kind: str, form: AskForm | None = None) -> HttpResponse:
    """The rules, and the form under them; while one of the kind is open, that one."""
    right = _right(kind)
    going_on = RightsRequest.objects.asked_by(request.user).open().filter(kind=kind).defer("text", "answer").first()
    if going_on:
        return redirect("rights_request", going_on.pk)
    context = {
        "right": right,
        "form": form or AskForm(right=right),
        "due_on": answer_by(),
        "deleted": rule(),
        "ombudsman": ombudsman(),
    }
    return render(request, "people/rights/ask.html", context)


def _ask(request: Request, kind: str) -> HttpResponse:
    form = AskForm(request.POST, right=_right(kind))
    if not form.is_valid():
        return _ask_page(request, kind, form)
    takes_effect_at_once = kind == RightsRequest.Kind.RESTRICT
    if not takes_effect_at_once and not acts.who_may_answer(request.user).exists():
        told = _("Nobody could answer you here: no data protection officer has been named. Ask your employer directly.")
        form.add_error(None, told)
        return _ask_page(request, kind, form)
    text = form.cleaned_data["text"]
    made = acts.ask(request.user, kind=kind, text=text)
    if text and text != made.text.open(request.user):  # asked in another window before
        return _request_page(request, made, unsent=text)
    messages.success(request, _("Your request has been received."))
    return redirect("rights_request", made.pk)


rights_ask = page_or_action(_ask_page, _ask)


@require_safe
def rights_request(request: Request, pk: UUID) -> HttpResponse:
    """One request: its asker reads the answer; HR and the data protection officer answer."""
    rows = RightsRequest.objects.visible_to(request.user).select_related("by", "owner").defer("text", "answer")
    return _request_page(request, get_object_or_404(rows, pk=pk))


def _request_page(
    request: Request,
    found: RightsRequest,
    form: AnswerForm | None = None,
    prolonging: ProlongForm | None = None,
    unsent: str = "",
) -> HttpResponse:
    user = request.user
    answers = found.by_id != user.pk
    if answers and found.is_open and form is None:
        form = AnswerForm(initial={"handling": found.handling, "revision": found.revision})
    context = {
        "found": found,
        "right": rights().get(found.kind),
        "text": found.text.open(user) if found.shows_text_to(user) else "",
        "shows_text": found.shows_text_to(user),
        "answer": found.answer.open(user) if found.answered_at else "",
        "answers": answers,
        "state": STATES[Handling(found.handling)],
        "form": form,
        "unsent": unsent,
        "prolonging": prolonging or (ProlongForm() if answers and found.may_be_prolonged else None),
        "ombudsman": ombudsman(),
    }
    return render(request, "people/rights/request.html", context)


def _to_answer(request: Request, pk: UUID, *, closed: bool = False) -> RightsRequest:
    rows = RightsRequest.objects.answerable_by(request.user).defer("text", "answer").select_related("by")
    return get_object_or_404((rows if closed else rows.open()).select_for_update(of=("self",)), pk=pk)


@action
def rights_take(request: Request, pk: UUID) -> HttpResponse:
    """See to it oneself; a colleague may take over."""
    found = _to_answer(request, pk)
    found.owner = request.user
    found.save(update_fields=["owner"])
    return redirect("rights_request", pk)


@action
def rights_answer(request: Request, pk: UUID) -> HttpResponse:
    """Answer. Whoever stands on an earlier state of it reads first what the other one has answered."""
    try:
        found = _to_answer(request, pk, closed=True)
    except Http404:
        return taken_back(request, request.POST.get("answer", ""))
    if not found.is_open:
        return _request_page(request, found, unsent=request.POST.get("answer", ""))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _request_page(request, found, form)
    if form.cleaned_data["revision"] != found.revision:
        again = request.POST.copy()
        again["revision"] = str(found.revision)
        form = AnswerForm(again)
        told = _("A colleague has answered meanwhile: see above. Yours is here; sent, it takes the place of theirs.")
        form.add_error("answer", told)
        return _request_page(request, found, form)
    data = form.cleaned_data
    acts.answer(found, handling=data["handling"], text=data["answer"], by=request.user)
    messages.success(request, _("The answer is sent."))
    return redirect("rights_request", pk)


@action
def rights_prolong(request: Request, pk: UUID) -> HttpResponse:
    """Two months more, with a reason; a second time, or too late, nothing changes."""
    found = _to_answer(request, pk)
    if not found.may_be_prolonged:
        messages.info(request, _("The time has been prolonged already, or its month is over."))
        return redirect("rights_request", pk)
    form = ProlongForm(request.POST)
    if not form.is_valid():
        return _request_page(request, found, prolonging=form)
    acts.prolong(found, why=form.cleaned_data["why"], by=request.user)
    messages.success(request, _("The time is prolonged, and the person has been told why."))
    return redirect("rights_request", pk)


@action
def rights_withdraw(request: Request, pk: UUID) -> HttpResponse:
    """The asker takes an open request back."""
    rows = RightsRequest.objects.asked_by(request.user).open().defer("text", "answer").select_for_update()
    acts.withdraw(get_object_or_404(rows, pk=pk))
    messages.success(request, _("The request is taken back and deleted."))
    return redirect("my_data")


@officer_only
@require_safe
def officer(request: Request) -> HttpResponse:
    """What has been asked, the most urgent first, and what the task is."""
    which = request.GET.get("which", "open")
    rows = RightsRequest.objects.answerable_by(request.user).select_related("by", "owner").defer("text", "answer")
    rows = rows.exclude(closed_on=None).order_by("-closed_on", "pk") if which == "closed" else rows.open()
    return render(request, "people/rights/officer.html", {"page": paged(request, rows), "which": which, "kept": rule()})
