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
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from core import organisation, pdf
from core.pages import paged
from core.papers import paper, pdf_response
from core.retention import period
from core.texts.views import save_text
from core.texts.writing import Writing
from core.views import action
from rooms.kinds import may_host
from rooms.views import Visit, in_room, invitation, let_in
from vatupassi.group import actions as acts
from vatupassi.group import distribution
from vatupassi.group.forms import GroupAgreementForm, GroupSessionForm
from vatupassi.group.models import KIND, LONGEST_REMARK, SLOTS, GroupMark, GroupSession
from vatupassi.level import picture
from vatupassi.level.questions import Question

if TYPE_CHECKING:
    from core.request import Request


def hosts_only(request: Request) -> None:
    """Who may open rooms at all; for the others there is no such page."""
    if not may_host(request.user):
        raise Http404


def found(request: Request, pk: UUID) -> GroupSession:
    """The user's own session."""
    return get_object_or_404(GroupSession.objects.visible_to(request.user).select_related("room", "owner"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def group_list(request: Request) -> HttpResponse:
    """One's group sessions; a POST begins a new one."""
    hosts_only(request)
    return _begin(request) if request.method == "POST" else _list(request, GroupSessionForm())


def _list(request: Request, form: GroupSessionForm) -> HttpResponse:
    rows = GroupSession.objects.visible_to(request.user).select_related("room")
    passed = GroupSession.objects.readable_by(request.user).order_by("-passed_at", "pk")
    context = {"page": paged(request, rows), "form": form}
    if request.user.is_hr:
        context["passed"] = paged(request, passed.select_related("owner"), "hr")
    return render(request, "vatupassi/group/list.html", context)


@action
def _begin(request: Request) -> HttpResponse:
    form = GroupSessionForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    return redirect(acts.begin(form.cleaned_data["title"], by=request.user))


@require_GET
def group_session(request: Request, pk: UUID) -> HttpResponse:
    """The facilitator's page."""
    return page(request, found(request, pk))


def page(request: Request, session: GroupSession, note: Writing | None = None, **more: Any) -> HttpResponse:
    """The same, perhaps with a form to correct or a ``note`` that could not be saved."""
    context = distribution.shown(session, lambda text: text.open(request.user))
    context |= {"agreement_form": GroupAgreementForm(), "part": "board"}
    writings = distribution.writings(session, request.user)
    context["writings"] = [note if note and note.key == one.key else one for one in writings]
    if session.room.code:
        context |= invitation(request, session.room)
    return render(request, "vatupassi/group/session.html", context | more)


@action
def group_state(request: Request, pk: UUID, to: str) -> HttpResponse:
    """Reveal, hide, close, open again."""
    session = found(request, pk)
    if to in ("reveal", "hide"):
        acts.reveal(session, shown=to == "reveal")
    elif to == "close":
        session.room.close()
        words = _("The room is closed. Marks and phones are deleted after %(period)s.")
        messages.success(request, words % {"period": period("room_marks").words})
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
    context = {"session": session, "offered": distribution.offered(session)}
    return render(request, "vatupassi/group/passed.html", context)


@action
def group_note(request: Request, pk: UUID, slot: str) -> HttpResponse:
    """What was talked about."""
    session = found(request, pk)
    if slot not in SLOTS:
        raise Http404
    note = acts.note_of(session, slot)
    return save_text(
        request,
        note,
        distribution.writing(note, slot, request.user),
        lambda after: page(request, session, after),
        told=_("Saved. Everybody in the room sees it."),
        then=f"{session.get_absolute_url()}#note-{slot}",
    )


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
def group_remark_remove(request: Request, pk: UUID, remark: UUID) -> HttpResponse:
    """The facilitator takes a remark off the wall: one that names somebody, for instance."""
    session = found(request, pk)
    get_object_or_404(session.remarks.all(), pk=remark).delete()
    session.room.touch()
    return redirect(f"{session.get_absolute_url()}#remarks")


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
    context = distribution.shown(session, lambda text: text.open(request.user))
    context |= {"part": "screen"} | invitation(request, session.room)
    return render(request, "vatupassi/group/screen.html", context)


@paper
def group_pdf(request: Request, pk: UUID) -> HttpResponse:
    """Distributions, notes and agreements on paper."""
    session = found(request, pk)
    language = (translation.get_language() or settings.LANGUAGE_CODE)[:2]
    context = distribution.shown(session, lambda text: text.open(request.user)) | {
        "EMPLOYER_NAME": organisation.current().name
    }
    made = pdf.render("vatupassi/group/pdf.html", context, language, request)
    return pdf_response(made, "ryhma-vatupassi", language)


# ---- Phones

PROMPT, OPTIONAL = gettext_lazy("tap or drag"), pgettext_lazy("a level", "voluntary")
MARKING, RESULT, REMARK = "merkinnat", "tulos", "huomio"  # what a phone shows: own levels, the common, a word on it


def _levels(session: GroupSession, visit: Visit) -> list[picture.Level]:
    """The four levels with this phone's own marks."""
    names = {visit.token.hashed(question): question for question in Question.values}
    rows = GroupMark.objects.of_room(visit.room).filter(phone__in=names)
    mine = {names[row.phone]: row.value for row in rows}
    return [
        picture.Level(
            name=question.value,
            question=question.label,
            now=mine.get(question.value),
            with_target=False,
            prompt=OPTIONAL if question == Question.ABLE else PROMPT,
        )
        for question in Question
    ]


@require_GET
@in_room(KIND)
def group_phone(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Mark the four levels; once they are sent, wait, and see the result as soon as it is shown."""
    context = distribution.context_of(visit.room)
    if context is None:
        raise Http404
    session, own = context["session"], _levels(context["session"], visit)
    sent = any(level.now is not None for level in own)
    can_mark = visit.room.is_open and not session.held_back
    wanted = request.GET.get("nayta", RESULT if sent else MARKING)
    context |= {
        "own_levels": own,
        "sent": sent,
        "can_mark": can_mark,
        "room_poll": reverse("room_live", args=[visit.room.code]),
        "stopped": session.stops.filter(phone=visit.token.hashed(acts.STOP)).exists(),
        "own_remarks": _own_remarks(session, visit),
    }
    if wanted == REMARK and context["may_remark"]:
        return _remark_page(request, context)
    is_marking = can_mark and wanted == MARKING
    return render(request, f"vatupassi/group/{'marking' if is_marking else 'phone'}.html", context)


@action
@in_room(KIND)
def group_mark(request: HttpRequest, visit: Visit) -> HttpResponse:
    """This phone's marks."""
    session = get_object_or_404(GroupSession.objects.of_room(visit.room).select_related("room"))
    values: dict[str, int | None] = {}
    for question in Question.values:
        sent = request.POST.get(f"{question}-now")
        known = {str(value): value for value, _word in picture.POSITIONS}
        if sent == "" or sent in known:
            values[question] = known.get(sent)
    if not acts.mark(session, visit.token, values):
        messages.warning(request, _("Nothing is marked any more in this room, so the marks were not saved."))
    elif not any(value is not None for value in values.values()):
        messages.info(request, _("Nothing is marked. Mark one level at least, or only look on."))
    return redirect("group_phone", visit.room.code)


@action
@in_room(KIND)
def group_stop(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Do not show what we have marked; or take that back. Nobody sees it."""
    session = get_object_or_404(GroupSession.objects.of_room(visit.room).select_related("room"))
    if not acts.stop(session, visit.token, wanted=request.POST.get("wanted") == "1"):
        messages.warning(request, _("Something is shown already, or nothing will be. Nothing was changed."))
    return redirect(f"{reverse('group_phone', args=[visit.room.code])}?nayta={RESULT}")


def _own_remarks(session: GroupSession, visit: Visit) -> list[distribution.Remark]:
    rows = session.remarks.filter(phone=visit.token.hashed(acts.REMARK))
    return distribution.remarks(rows, distribution.in_the_room)


def _remark_page(request: HttpRequest, context: dict[str, Any], text: str = "", problem: str = "") -> HttpResponse:
    context |= {"text": text, "problem": problem, "longest": LONGEST_REMARK}
    return render(request, "vatupassi/group/remark.html", context, status=422 if problem else 200)


@action
@in_room(KIND)
def group_remark(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What this phone says of the picture."""
    context = distribution.context_of(visit.room)
    if context is None:
        raise Http404
    session, text = context["session"], request.POST.get("text", "")
    try:
        acts.remark(session, visit.token, text)
    except acts.Refused as why:
        return _remark_page(request, context, text, str(why))
    return _result(visit)


def _result(visit: Visit) -> HttpResponse:
    return redirect(f"{reverse('group_phone', args=[visit.room.code])}?nayta={RESULT}")


@action
@in_room(KIND)
def group_remark_take_back(request: HttpRequest, visit: Visit, remark: UUID) -> HttpResponse:
    """A phone removes what it has written."""
    session = get_object_or_404(GroupSession.objects.of_room(visit.room).select_related("room"))
    acts.take_back_remark(session, visit.token, remark)
    return _result(visit)


@action
@in_room(KIND)
def group_next(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Several people share this device: whoever has sent hands it on, and it is a new phone to the room."""
    session = get_object_or_404(GroupSession.objects.of_room(visit.room).select_related("room"))
    if not visit.room.is_open or not session.consents.filter(phone=visit.token.hashed(acts.CONSENT)).exists():
        messages.warning(request, _("Send your marks first, then hand the device on."))
        return redirect("group_phone", visit.room.code)
    return let_in(visit.room)


@require_GET
@in_room(KIND)
def group_question(request: HttpRequest, visit: Visit) -> HttpResponse:
    """May HR get this picture?"""
    session = get_object_or_404(GroupSession.objects.of_room(visit.room).select_related("room", "owner"))
    mine = session.consents.filter(phone=visit.token.hashed(acts.CONSENT)).first()
    context = {"session": session, "room": visit.room, "offered": distribution.offered(session), "mine": mine}
    return render(request, "vatupassi/group/question.html", context)


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
