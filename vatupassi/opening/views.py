"""Opening a conversation to others, reading what was opened, and the next step along the support path."""

from __future__ import annotations

import datetime
from operator import methodcaller
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import access
from core.formats import date_only
from core.pages import paged
from core.papers import paper
from core.views import action
from vatupassi.conversation.page import seen
from vatupassi.conversation.views import find_held
from vatupassi.memo.content import MemoContent, differing_views
from vatupassi.memo.layout import shown_memo
from vatupassi.memo.views import confirmed
from vatupassi.models import Conversation, Memo, Opening, Side
from vatupassi.opening import actions as acts
from vatupassi.opening.forms import HrForm, SupervisorForm, TrustedForm
from vatupassi.opening.hr_excerpt import HrExcerpt

if TYPE_CHECKING:
    from core.request import Request

GIVEN_FOR = datetime.timedelta(weeks=4)  # as proposed


def seen_by_part(opening: Opening) -> dict[str, str]:
    """Who sees a part that is not HR's: the two, and its reader. The other party does not learn of the memo's."""
    whole = seen(opening.conversation)
    until = _("You can read this until %(day)s.") % {"day": date_only(opening.until)} if opening.until else ""
    return {"who": _("the parties and you."), "deleted": f"{until} {whole['deleted']}".strip()}


@require_GET
def openings(request: Request) -> HttpResponse:
    """What others have opened to me."""
    rows = Opening.objects.readable_by(request.user).select_related("conversation__occasion").order_by("-created_at")
    page = paged(request, rows)
    return render(request, "vatupassi/opening/list.html", {"openings": page})


@require_GET
def opening_read(request: Request, pk: UUID) -> HttpResponse:
    """A part: the employee's own for the HR person to whom they took it, what was agreed, or the memo.

    Each reading is in the access log.
    """
    opening = _readable_part(request, pk)
    conversation, reader = opening.conversation, request.user
    access.record(reader, conversation.read_item(reader))
    context: dict[str, Any] = {
        "opening": opening,
        "conversation": conversation,
        "seen": seen_by_part(opening),
        "paper": "",
        "part": None,
        "agreements": [],
    }
    if opening.scope == Opening.Scope.MEMO:
        memo = _newest_memo(opening)
        views = differing_views(conversation, opened=methodcaller("open", reader))
        content = MemoContent.loads(memo.content.open(reader))
        context["paper"] = shown_memo(content, language=memo.language, draft=False, number=memo.number, views=views)
    elif opening.scope == Opening.Scope.AGREED and opening.to == Opening.To.SUPERVISOR:
        context["agreements"] = list(conversation.agreements.all())
    else:
        context["seen"] = seen(conversation)
        context["part"] = part = HrExcerpt.of(opening, reader)
        context |= {"agreements": part.agreements}
    return render(request, "vatupassi/opening/read.html", context)


def _readable_part(request: Request, pk: UUID) -> Opening:
    """What is open to this reader but not the whole, which has a page of its own."""
    parts = Q(to=Opening.To.HR) | Q(scope__in=[Opening.Scope.AGREED, Opening.Scope.MEMO])
    rows = Opening.objects.readable_by(request.user).filter(parts)
    return get_object_or_404(rows.select_related("conversation__occasion", "conversation__employee"), pk=pk)


def _newest_memo(opening: Opening) -> Memo:
    memo = opening.conversation.memos.first()
    if memo is None:
        raise Http404
    memo.conversation = opening.conversation
    return memo


@paper
def opening_memo_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The confirmed memo as a PDF, for somebody whom the employee trusts."""
    opening = get_object_or_404(
        Opening.objects.readable_by(request.user)
        .filter(scope=Opening.Scope.MEMO)
        .select_related("conversation__occasion", "conversation__employee"),
        pk=pk,
    )
    return confirmed(opening.conversation, _newest_memo(opening), request, is_newest=True)


@require_GET
def opening_start(request: Request, pk: UUID) -> HttpResponse:
    """To whom a party may open the conversation."""
    return _start_page(request, find_held(request, pk))


def _start_page(request: Request, conversation: Conversation, **forms: Any) -> HttpResponse:
    mine = conversation.side
    new = conversation.employee.supervisor if mine == Side.EMPLOYEE else None
    search = request.GET.get("q", "").replace("\0", "").strip()[:60]
    context: dict[str, Any] = {
        "conversation": conversation,
        "search": search,
        "mine": mine,
        "seen": seen(conversation),
        "hr_form": HrForm(conversation=conversation, by=request.user),
        "supervisor_form": SupervisorForm(conversation=conversation, by=request.user, initial={"reader": new}),
        "trusted_form": None,
    }
    if mine == Side.EMPLOYEE and conversation.memos.exists():
        until = timezone.localdate() + GIVEN_FOR
        context["trusted_form"] = TrustedForm(
            conversation=conversation, by=request.user, search=search, initial={"until": until}
        )
    return render(request, "vatupassi/opening/start.html", context | forms)


@action
def opening_supervisor(request: Request, pk: UUID) -> HttpResponse:
    """The employee opens the whole to a later supervisor, a deputy or the next level."""
    rows = Conversation.objects.of_party(request.user).written_here().exclude(status=Conversation.Status.DECLINED)
    rows = rows.filter(employee=request.user).for_update().select_related("employee", "supervisor", "occasion")
    conversation = get_object_or_404(rows, pk=pk)
    form = SupervisorForm(request.POST, conversation=conversation, by=request.user)
    if not form.is_valid():
        return _start_page(request, conversation, supervisor_form=form)
    reader = form.cleaned_data["reader"]
    scope = form.cleaned_data["scope"]
    acts.open_to_supervisor(conversation, to=reader, by=request.user, scope=scope)
    if scope == Opening.Scope.AGREED:
        messages.success(request, _("%(name)s can now read what you have agreed on.") % {"name": reader.name})
    else:
        messages.success(request, _("%(name)s can now read this conversation.") % {"name": reader.name})
    return redirect(conversation)


@action
def opening_trusted(request: Request, pk: UUID) -> HttpResponse:
    """The employee lets somebody whom they trust read the confirmed memo until a day."""
    rows = Conversation.objects.of_party(request.user).filter(employee=request.user)
    rows = rows.filter(Exists(Memo.objects.visible_to(request.user).filter(conversation=OuterRef("pk"))))
    conversation = get_object_or_404(rows.for_update().select_related("employee", "supervisor", "occasion"), pk=pk)
    form = TrustedForm(request.POST, conversation=conversation, by=request.user)
    if not form.is_valid():
        return _start_page(request, conversation, trusted_form=form)
    reader, until = form.cleaned_data["reader"], form.cleaned_data["until"]
    acts.give_memo(conversation, to=reader, until=until, by=request.user)
    text = _("%(name)s can read the memo until %(day)s.")
    messages.success(request, text % {"name": reader.name, "day": date_only(until)})
    return redirect(f"{conversation.get_absolute_url()}#trusted")


@action
def opening_hr(request: Request, pk: UUID) -> HttpResponse:
    """To HR: the employee's own part, or the whole, which needs both."""
    conversation = find_held(request, pk, lock=True)
    form = HrForm(request.POST, conversation=conversation, by=request.user)
    if not form.is_valid():
        return _start_page(request, conversation, hr_form=form)
    reader, scope = form.cleaned_data["reader"], form.cleaned_data.get("scope", Opening.Scope.WHOLE)
    opening = acts.open_to_hr(conversation, to=reader, scope=scope, by=request.user)
    _tell_state(request, opening)
    return redirect(conversation)


def _tell_state(request: Request, opening: Opening) -> None:
    if opening.waits_for:
        other = opening.conversation.name_of(opening.waits_for)
        text = _("%(name)s has been told. The whole opens when you both have opened it.")
        messages.success(request, text % {"name": other})
    elif opening.scope == Opening.Scope.OWN:
        messages.success(request, _("%(name)s can now read your own part.") % {"name": opening.reader.name})
    else:
        messages.success(request, _("%(name)s can now read this conversation.") % {"name": opening.reader.name})


def _opening(request: Request, pk: UUID) -> Opening:
    """A live opening with its conversation locked, for a party, or 404."""
    opening = get_object_or_404(Opening.objects.editable_by(request.user), pk=pk)
    conversation = find_held(request, opening.conversation_id, lock=True)
    opening = get_object_or_404(Opening.objects.editable_by(request.user).select_related("reader"), pk=pk)
    opening.conversation = conversation
    return opening


@action
def opening_agree(request: Request, pk: UUID) -> HttpResponse:
    """The whole opens to HR: the other party has opened it already."""
    opening = _opening(request, pk)
    if opening.to == Opening.To.HR and not opening.is_lapsed:  # an older page
        acts.agree(opening, by=request.user)
        _tell_state(request, opening)
    return redirect(opening.conversation)


@action
def opening_end(request: Request, pk: UUID) -> HttpResponse:
    """Take an opening back: it ends at the reader's next request."""
    opening = _opening(request, pk)
    acts.take_back(opening, by=request.user)
    messages.success(request, _("The opening has been taken back."))
    return redirect(opening.conversation)
