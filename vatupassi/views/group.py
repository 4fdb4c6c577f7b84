"""Group VatuPassi: the facilitator's pages, and the phones' page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from core import pdf
from core.rooms.kinds import may_host
from core.rooms.views import Visit, in_room, invitation
from core.views import action
from people.views import page_or_action, paged
from vatupassi import board, group
from vatupassi.actions import group as acts
from vatupassi.forms.group import GroupAgreementForm, GroupSessionForm
from vatupassi.models import LONGEST_TEXT
from vatupassi.models.group import KIND, SLOTS, GroupMark, GroupSession
from vatupassi.questions import Question

if TYPE_CHECKING:
    from core.request import Request


def hosts_only(request: Request) -> None:
    """Who may open rooms at all; for the others there is no such page."""
    if not may_host(request.user):
        raise Http404


def found(request: Request, pk: UUID) -> GroupSession:
    """The user's own session."""
    return get_object_or_404(GroupSession.objects.visible_to(request.user).select_related("room", "owner"), pk=pk)


def _list(request: Request, form: GroupSessionForm | None = None) -> HttpResponse:
    """One's group sessions, and a new one."""
    hosts_only(request)
    rows = GroupSession.objects.visible_to(request.user).select_related("room")
    passed = GroupSession.objects.readable_by(request.user).order_by("-passed_at", "pk")
    context = {"page": paged(request, rows), "form": form or GroupSessionForm()}
    if request.user.is_hr:
        context["passed"] = paged(request, passed.select_related("owner"), "hr")
    return render(request, "vatupassi/group_list.html", context)


def _begin(request: Request) -> HttpResponse:
    hosts_only(request)
    form = GroupSessionForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    return redirect(acts.begin(form.cleaned_data["title"], by=request.user))


group_list = page_or_action(_list, _begin)


@require_GET
def group_session(request: Request, pk: UUID) -> HttpResponse:
    """The facilitator's page."""
    return page(request, found(request, pk))


def page(request: Request, session: GroupSession, **more: Any) -> HttpResponse:
    """The same, perhaps with a form to correct."""
    context = group.shown(session, lambda text: text.open(request.user))
    context |= {"agreement_form": GroupAgreementForm(), "part": "board", "phones": 0}
    if session.room.code:
        context |= invitation(request, session.room)
    return render(request, "vatupassi/group_session.html", context | more)


@action
def group_state(request: Request, pk: UUID, to: str) -> HttpResponse:
    """Reveal, hide, close, open again."""
    session = found(request, pk)
    if to in ("reveal", "hide"):
        acts.reveal(session, shown=to == "reveal")
    elif to == "close":
        session.room.close()
        messages.success(request, _("The room is closed. Marks and phones are deleted within a day."))
    else:
        session.room.reopen()
    return redirect(session)


@action
def group_ask(request: Request, pk: UUID) -> HttpResponse:
    """Ask the group whether its picture may go to HR."""
    session = found(request, pk)
    if acts.ask(session):
        messages.success(request, _("The phones are being asked. You see here when everybody has answered."))
    else:
        messages.warning(request, _("There is nothing to ask about: reveal the marks first."))
    return redirect(f"{session.get_absolute_url()}#pass-on")


@action
def group_pass(request: Request, pk: UUID) -> HttpResponse:
    """To HR, when everybody agrees."""
    session = found(request, pk)
    if acts.pass_on(session):
        messages.success(request, _("HR has the picture now."))
    else:
        messages.warning(request, _("Everybody who has marked has to agree first. Nothing was passed on."))
    return redirect(f"{session.get_absolute_url()}#pass-on")


@require_GET
def group_passed(request: Request, pk: UUID) -> HttpResponse:
    """For HR: what a group has passed on, and nothing else of it."""
    rows = GroupSession.objects.readable_by(request.user).select_related("owner", "room")
    session = get_object_or_404(rows, pk=pk)
    context = {"session": session, "offered": group.offered(session)}
    return render(request, "vatupassi/group_passed.html", context)


@action
def group_note(request: Request, pk: UUID, slot: str) -> HttpResponse:
    """What was talked about."""
    session = found(request, pk)
    if slot not in SLOTS:
        raise Http404
    sent = request.POST.get("version", "")
    text = request.POST.get("text", "").replace("\r\n", "\n").strip()[:LONGEST_TEXT]
    if acts.write(session, slot, text, version=int(sent) if sent.isdecimal() and len(sent) < 9 else 0):
        messages.success(request, _("Saved. Everybody in the room sees it."))
    else:
        messages.warning(request, _("Another page had saved this note meanwhile, so both texts are kept."))
    return redirect(f"{session.get_absolute_url()}#note-{slot}")


@action
def group_agreement_add(request: Request, pk: UUID) -> HttpResponse:
    """An agreement of the group."""
    session, form = found(request, pk), GroupAgreementForm(request.POST)
    if not form.is_valid():
        return page(request, session, agreement_form=form)
    acts.agree(session, **form.cleaned_data)
    return redirect(f"{session.get_absolute_url()}#agreements")


@action
def group_agreement_remove(request: Request, pk: UUID, agreement: UUID) -> HttpResponse:
    """Take an agreement away."""
    session = found(request, pk)
    get_object_or_404(session.agreements.all(), pk=agreement).delete()
    session.room.touch()
    return redirect(f"{session.get_absolute_url()}#agreements")


@action
def group_remove(request: Request, pk: UUID) -> HttpResponse:
    """Delete everything at once."""
    found(request, pk).room.delete()
    messages.success(request, _("The group’s VatuPassi was deleted."))
    return redirect("group_list")


@require_GET
def group_screen(request: Request, pk: UUID) -> HttpResponse:
    """For the projector."""
    session = found(request, pk)
    if session.room.code is None:
        raise Http404
    context = group.shown(session, lambda text: text.open(request.user))
    context |= {"part": "screen"} | invitation(request, session.room)
    return render(request, "vatupassi/group_screen.html", context)


@require_GET
def group_pdf(request: Request, pk: UUID) -> HttpResponse:
    """Distributions, notes and agreements on paper."""
    session = found(request, pk)
    language = translation.get_language() or settings.LANGUAGE_CODE
    context = group.shown(session, lambda text: text.open(request.user)) | {"EMPLOYER_NAME": settings.EMPLOYER_NAME}
    response = HttpResponse(pdf.render("vatupassi/pdf/group.html", context, language), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="ryhma-vatupassi.pdf"'
    response.headers["Content-Language"] = language
    return response


# ---- Phones

PROMPT = gettext_lazy("Tap or drag where you are")


def _levels(session: GroupSession, visit: Visit) -> list[board.Level]:
    """The four levels with this phone's own marks."""
    names = {visit.token.hashed(question): question for question in Question.values}
    rows = GroupMark.objects.of_room(visit.room).filter(phone__in=names)
    mine = {names[row.phone]: row.value for row in rows}
    return [
        board.Level(
            name=question.value,
            question=question.label,
            hint=question.about,
            now=mine.get(question.value),
            with_target=False,
            disabled=not session.room.is_open,
            prompt=PROMPT,
        )
        for question in Question
    ]


@require_GET
@in_room(KIND)
def group_phone(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Mark the four levels; below, what the facilitator shows."""
    context = group.context_of(visit.room)
    if context is None:
        raise Http404
    context["own_levels"] = _levels(context["session"], visit)
    context["sent"] = any(level.now is not None for level in context["own_levels"])
    context["room_poll"] = reverse("room_live", args=[visit.room.code])
    return render(request, "vatupassi/group_phone.html", context)


@action
@in_room(KIND)
def group_mark(request: HttpRequest, visit: Visit) -> HttpResponse:
    """This phone's marks."""
    session = get_object_or_404(GroupSession.objects.of_room(visit.room).select_related("room"))
    values: dict[str, int | None] = {}
    for question in Question.values:
        sent = request.POST.get(f"{question}-now")
        if sent == "" or sent in {str(value) for value, _word in board.POSITIONS}:
            values[question] = int(sent) if sent else None
    if acts.mark(session, visit.token, values):
        messages.success(request, _("Your marks are in. You may change them until the room is closed."))
    else:
        messages.warning(request, _("The room is closed, so the marks were not saved."))
    return redirect("group_phone", visit.room.code)


@require_GET
@in_room(KIND)
def group_question(request: HttpRequest, visit: Visit) -> HttpResponse:
    """May HR get this picture?"""
    session = get_object_or_404(GroupSession.objects.of_room(visit.room).select_related("room", "owner"))
    mine = session.consents.filter(phone=visit.token.hashed(acts.CONSENT)).first()
    context = {"session": session, "room": visit.room, "offered": group.offered(session), "mine": mine}
    return render(request, "vatupassi/group_question.html", context)


@action
@in_room(KIND)
def group_consent(request: HttpRequest, visit: Visit) -> HttpResponse:
    """This phone's answer."""
    session = get_object_or_404(GroupSession.objects.of_room(visit.room).select_related("room"))
    if request.POST.get("agrees") in ("1", "0") and acts.consent(
        session, visit.token, agrees=request.POST["agrees"] == "1"
    ):
        messages.success(request, _("Your answer is in. Nobody sees what you answered."))
    else:
        messages.warning(request, _("Your answer was not taken: this is no longer asked, or you have not marked."))
    return redirect("group_phone", visit.room.code)
