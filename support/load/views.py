"""An employee's notice of load: writing it, reading it, the answer and the receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import organisation, pdf
from core.papers import paper, pdf_response
from core.views import action, page_or_action
from people.desk.taken_back import taken_back
from support.load import actions as acts
from support.load.forms import AnswerForm, NoticeForm
from support.load.models import answer_proposed, rule
from support.models import LoadNotice
from support.path.models import WhomToCall

if TYPE_CHECKING:
    from core.request import Request

MOST_LISTED = 25


def _form_page(request: Request, form: NoticeForm) -> HttpResponse:
    rows = LoadNotice.objects.sent_by(request.user).defer("text", "answer")
    to_me = list(LoadNotice.objects.sent_to(request.user).defer("text", "answer")[:MOST_LISTED])
    context = {
        "form": form,
        "supervisor": request.user.supervisor,
        "deleted": rule(),
        "whom": WhomToCall(),
        "mine": rows[:MOST_LISTED],
        "to_me": to_me,
        "waits_for_me": any(one.is_waiting and one.supervisor_id == request.user.pk for one in to_me),
    }
    return render(request, "support/load/write.html", context)


def _write(request: Request) -> HttpResponse:
    """The form, and beside it one's own notices and those that one may read."""
    people = acts.who_represents(request.user)
    return _form_page(request, NoticeForm(people=people, initial={"due_on": answer_proposed(timezone.localdate())}))


def _send(request: Request) -> HttpResponse:
    """Send it to the supervisor of now."""
    form = NoticeForm(request.POST, people=acts.who_represents(request.user))
    supervisor = request.user.supervisor
    if supervisor is None:
        form.add_error(None, _("You have no supervisor in the register. Call HR or your representative instead."))
    if not form.is_valid() or supervisor is None:
        return _form_page(request, form)
    data = form.cleaned_data
    chosen = data.get("representative")
    told = chosen if chosen != supervisor else None
    made = acts.notify(
        by=request.user, supervisor=supervisor, text=data["text"], due_on=data["due_on"], representative=told
    )
    messages.success(request, _("The notice is sent. Take the receipt for yourself."))
    return redirect("load_notice", made.pk)


load_write = page_or_action(_write, _send)


@require_GET
def load_notice(request: Request, pk: UUID) -> HttpResponse:
    """One notice: its writer and its readers."""
    rows = LoadNotice.objects.visible_to(request.user).select_related("by", "supervisor", "representative")
    return _notice_page(request, get_object_or_404(rows, pk=pk))


def _notice_page(request: Request, found: LoadNotice, form: AnswerForm | None = None, unsent: str = "") -> HttpResponse:
    mine = found.by_id == request.user.pk
    now = request.user.supervisor if mine and found.is_waiting else None
    answers = not found.closed_on and LoadNotice.objects.to_supervisor(request.user).filter(pk=found.pk).exists()
    answer = found.answer.open(request.user)
    if answers and form is None:
        form = AnswerForm(initial={"answer": answer, "revision": found.revision})
    context = {
        "found": found,
        "mine": mine,
        "text": found.text.open(request.user),
        "answer": answer,
        "unsent": unsent,
        "form": form if answers else None,
        "send_on_to": now if now and now.pk != found.supervisor_id else None,
    }
    return render(request, "support/load/notice.html", context)


@action
def load_answer(request: Request, pk: UUID) -> HttpResponse:
    """The supervisor's answer. In two tabs the second sees the first's."""
    rows = LoadNotice.objects.to_supervisor(request.user).select_related("by", "supervisor")
    found = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:  # the employee may have another supervisor now
        return taken_back(request, request.POST.get("answer", ""))
    if found.closed_on:
        return _notice_page(request, found, unsent=request.POST.get("answer", ""))
    form = AnswerForm(request.POST)
    if form.is_valid() and form.cleaned_data["revision"] != found.revision:
        form = AnswerForm({"answer": form.cleaned_data["answer"], "revision": found.revision})
        form.add_error(
            "answer", _("You have answered in another window meanwhile: see above. Send this if it is better.")
        )
    if not form.is_valid():
        return _notice_page(request, found, form)
    acts.answer(found, text=form.cleaned_data["answer"])
    messages.success(request, _("The answer is sent."))
    return redirect("load_notice", pk)


def _own(request: Request, pk: UUID) -> LoadNotice:
    rows = LoadNotice.objects.sent_by(request.user).open().defer("text", "answer")
    return get_object_or_404(rows.select_for_update(), pk=pk)


@action
def load_close(request: Request, pk: UUID) -> HttpResponse:
    """The employee closes it: it is in order, or not needed any more."""
    found = _own(request, pk)
    found.closed_on = timezone.localdate()
    found.save(update_fields=["closed_on"])
    messages.success(request, _("The notice is closed."))
    return redirect("load_notice", pk)


@action
def load_send_on(request: Request, pk: UUID) -> HttpResponse:
    """To the supervisor of now, when the earlier one leads no more."""
    found, supervisor = _own(request, pk), request.user.supervisor
    if supervisor and found.is_waiting and supervisor.pk != found.supervisor_id:
        acts.send_on(found, to=supervisor, due_on=answer_proposed(timezone.localdate()))
        messages.success(request, _("The notice is sent. Take the receipt for yourself."))
    return redirect("load_notice", pk)


@paper
def load_receipt(request: Request, pk: UUID) -> HttpResponse:
    """The notice on paper: what was said, when and to whom, and what was answered."""
    rows = LoadNotice.objects.visible_to(request.user).select_related("by", "supervisor")
    found = get_object_or_404(rows, pk=pk)
    context = {
        "found": found,
        "text": found.text.open(request.user),
        "answer": found.answer.open(request.user),
        "EMPLOYER_NAME": organisation.current().name,
    }
    language = request.LANGUAGE_CODE
    return pdf_response(pdf.render("support/load/pdf_receipt.html", context, language, request), "ilmoitus", language)
