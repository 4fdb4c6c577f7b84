"""Inviting, answering, and the other ways to talk."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.dates import own_time
from core.outbox import quiet_until
from core.views import action
from core.working_days import working_day_after
from vatupassi.conversation import ending, invitations, partners
from vatupassi.conversation.forms import (
    HeldForm,
    PartnerForm,
    PracticalForm,
    ProposeForm,
    StartForm,
    TalkedForm,
    WithWhomForm,
)
from vatupassi.conversation.views import detail_page, locked
from vatupassi.models import Conversation, Side

if TYPE_CHECKING:
    from core.request import Request
    from people.models import User
    from vatupassi.conversation.partners import Partner

FIRST, LAST = datetime.time(9), datetime.time(15)  # between which a time is proposed


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_GET
def conversation_start(request: Request) -> HttpResponse:
    """Whom, what for, when. ?with= names somebody, ?q= looks for somebody, ?sent= is what has been sent just now."""
    if sent := request.GET.get("sent"):
        return _sent(request, sent)
    user, initial = request.user, _free_time(request.user)
    if asked := request.GET.get("with"):
        found = partners.chosen(user, asked)
        if found is None:
            raise Http404
        initial["partner"] = found.value
    elif not user.supervises and (nearest := user.supervisor):
        initial["partner"] = f"{Side.EMPLOYEE}:{nearest.pk}"
    return _start_page(request, StartForm(by=user, initial=initial))


def _free_time(user: User) -> dict[str, Any]:
    """The next working day, and the first half hour at which this person has nothing."""
    day = working_day_after(timezone.localdate())
    at, last = (datetime.datetime.combine(day, clock, timezone.get_current_timezone()) for clock in (FIRST, LAST))
    busy, half = own_time.taken(user, at, last), datetime.timedelta(minutes=30)
    while at < last and any(each.overlaps(at, at + half) for each in busy):
        at += half
    return {"day": day, "clock": at.time()}


def _start_page(request: Request, form: WithWhomForm, **more: Any) -> HttpResponse:
    user, search = request.user, request.GET.get("q", "").strip()[:60]
    value = form["partner"].value() or request.GET.get("partner", "")
    partner = partners.chosen(user, value)
    groups = partners.search(user, search) if search else partners.shown(user)
    if partner and all(partner.value != one.value for group in groups for one in group.rows):
        groups = [partners.Partners(_("Chosen"), [partner]), *groups]
    occasion = form["occasion"].value()
    context: dict[str, Any] = {
        "form": form,
        "partner": partner,
        "groups": groups,
        "brings": any(one.leads for group in groups for one in group.rows),
        "search": search,
        "searches": user.supervises,
        "occasion": next(
            (row for row in form.occasions if str(row.pk) == str(getattr(occasion, "pk", occasion))), None
        ),
        "too_short": 0 < len(search) < partners.SHORTEST,
        "asked": list(Conversation.objects.of_party(user).asked_of(user).order_by("starts_at")),
        "occasions": by_weight(form.occasions),
        "talked": TalkedForm(by=user),
    }
    return render(request, "vatupassi/conversation/start.html", context | more)


def by_weight(occasions: Any) -> list[tuple[str, list[Any]]]:
    """Occasions in their groups, the lightest first."""
    rows = list(occasions)
    groups = [(weight, [row for row in rows if row.weight == weight]) for weight in rows[0].Weight] if rows else []
    return [(weight, found) for weight, found in groups if found]


def _sent(request: Request, sent: str) -> HttpResponse:
    mine = Conversation.objects.of_party(request.user).select_related("occasion")
    conversation = get_object_or_404(mine, pk=_uuid(sent))
    morning = quiet_until(timezone.now())
    context = {"conversation": conversation, "morning": morning}
    return render(request, "vatupassi/conversation/sent.html", context)


def _pair(user: User, partner: Partner) -> tuple[User, User]:
    """The employee and the supervisor."""
    return (partner.person, user) if partner.side == Side.SUPERVISOR else (user, partner.person)


@action
def conversation_invite(request: Request) -> HttpResponse:
    """Send the invitation. The same form sent twice makes one conversation."""
    user, form = request.user, StartForm(request.POST, by=request.user)
    if not form.is_valid():
        return _start_page(request, form)
    data = form.cleaned_data
    partner: Partner = data.pop("partner")
    for person in sorted({user, partner.person}, key=lambda person: person.pk):
        person.wait_for_turn()  # the two may be inviting each other
    if again := Conversation.objects.of_party(user).filter(pk=data["id"]).first():
        return _to_sent(again)
    employee, supervisor = _pair(user, partner)
    asked = Conversation.objects.of_party(user).asked_of(user).filter(employee=employee, supervisor=supervisor)
    if {str(each.pk) for each in asked} - set(request.POST.getlist("asked")):
        text = _("%(name)s has invited you meanwhile. Answer that invitation, or send yours as well.")
        form.add_error(None, text % {"name": partner.person.name})
        return _start_page(request, form)
    brought = form.brought()
    details = {name: data[name] for name in ("id", "occasion", "starts_at", "place", "video_link", "memo_language")}
    try:
        conversation = invitations.start(
            employee=employee,
            supervisor=supervisor,
            by=user,
            minutes=data["minutes"] or data["occasion"].minutes,
            message=data["message"],
            brought=brought,
            **details,
        )
    except invitations.NothingBegins as refused:
        form.add_error(None, refused.words(employee=employee, to=user))
        return _start_page(request, form)
    return _to_sent(conversation)


def _to_sent(conversation: Conversation) -> HttpResponse:
    return redirect(f"{reverse('conversation_start')}?sent={conversation.pk}")


@action
def conversation_talked(request: Request) -> HttpResponse:
    """The two have talked without an invitation and without the tool: the day and the occasion stay."""
    user, form = request.user, TalkedForm(request.POST, by=request.user)
    if not form.is_valid():
        return _start_page(request, StartForm(request.POST, by=user), talked=form)
    data = form.cleaned_data
    user.wait_for_turn()
    if again := Conversation.objects.of_party(user).filter(pk=data["id"]).first():
        return redirect(again)
    employee, supervisor = _pair(user, data["partner"])
    try:
        conversation = invitations.start_held(
            employee=employee,
            supervisor=supervisor,
            by=user,
            occasion=data["occasion"],
            day=data["held_on"],
            id=data["id"],
        )
    except invitations.NothingBegins as refused:
        form.add_error(None, refused.words(employee=employee, to=user))
        return _start_page(request, StartForm(request.POST, by=user), talked=form)
    return redirect(conversation)


# ---- Answers


def _ahead(request: Request, pk: UUID) -> Conversation:
    """A conversation of this party that lies ahead, with the tool or on paper, locked; or 404."""
    conversation = locked(request, pk, over=True, any_way=True)
    get_object_or_404(Conversation.objects.of_party(request.user).ahead(), pk=conversation.pk)
    return conversation


@action
def conversation_accept(request: Request, pk: UUID) -> HttpResponse:
    """The time suits."""
    conversation = _ahead(request, pk)
    invitations.accept(conversation, by=request.user)
    return redirect(conversation)


@action
def conversation_propose(request: Request, pk: UUID) -> HttpResponse:
    """Another time, place, length or occasion."""
    conversation = _ahead(request, pk)
    form = ProposeForm(request.POST, conversation=conversation, by=request.user)
    if not form.is_valid():
        return detail_page(request, conversation, when_form=form)
    data = {name: form.cleaned_data[name] for name in ("starts_at", "minutes", "place", "video_link", "occasion")}
    try:
        changed = invitations.propose(conversation, by=request.user, **data)
    except invitations.AlreadyWritten:
        form.add_error("occasion", _written_together())
        return detail_page(request, conversation, when_form=form)
    if changed:
        messages.success(request, _("The new time has been proposed to the other party."))
    elif conversation.awaiting == conversation.side_of(request.user):
        messages.info(request, _("This very time has been suggested to you. If it suits you, accept it."))
    else:
        messages.info(request, _("The time and the place are the same as before, so nothing was sent."))
    return redirect(conversation)


def _written_together() -> str:
    return _("You have already written together. End this conversation and start a new one.")


@action
def conversation_refuse_time(request: Request, pk: UUID) -> HttpResponse:
    """The time does not suit one's shift; no reason is asked."""
    conversation = _ahead(request, pk)
    invitations.refuse_time(conversation, by=request.user)
    return redirect(conversation)


@action
def conversation_decline(request: Request, pk: UUID) -> HttpResponse:
    """Not now, or cancelled; no reason is asked."""
    conversation = locked(request, pk, over=True, any_way=True)
    if conversation.is_open and conversation.memos.exists():
        ending.end(conversation, by=request.user)  # it was held, and only opened again for changes
    elif conversation.is_open:
        invitations.decline(conversation, by=request.user)
    return redirect("conversation_list")


@action
def conversation_partner(request: Request, pk: UUID) -> HttpResponse:
    """The employee asks for another person to talk with."""
    rows = Conversation.objects.editable_by(request.user).filter(employee=request.user).for_update()
    conversation = get_object_or_404(rows.select_related("employee", "supervisor", "occasion"), pk=pk)
    others = partners.above(conversation.employee).exclude(pk=conversation.supervisor_id)  # type: ignore[misc]
    form = PartnerForm(request.POST, partners=others)
    if not form.is_valid():
        return detail_page(request, conversation, partner_form=form)
    try:
        invitations.change_partner(conversation, to=form.cleaned_data["partner"], by=request.user)
    except invitations.AlreadyWritten:
        form.add_error("partner", _written_together())
        return detail_page(request, conversation, partner_form=form)
    messages.success(request, _("The invitation is on its way."))
    return redirect(conversation)


@action
def conversation_practical(request: Request, pk: UUID) -> HttpResponse:
    """The language of the memo, and whom the employee brings: another one is a new invitation."""
    conversation = _ahead(request, pk)
    brought = invitations.companions(conversation, reader=request.user)
    form = PracticalForm(request.POST, conversation=conversation, side=conversation.side, brought=brought)
    if not form.is_valid():
        return detail_page(request, conversation, practical_form=form)
    if "memo_language" in form.changed_data:
        language = form.cleaned_data["memo_language"]
        spoken = invitations.in_language(conversation, language)
        conversation.touch(text=True, memo_language=language, **spoken)
    if conversation.side == Side.EMPLOYEE and invitations.bring(conversation, by=request.user, brought=form.brought()):
        messages.success(request, _("The other party is asked anew, since somebody else comes along."))
    else:
        messages.success(request, _("Saved."))
    return redirect(conversation)


@action
def conversation_paper(request: Request, pk: UUID) -> HttpResponse:
    """They write on paper, if at all; or with the tool after all."""
    conversation = _ahead(request, pk)
    if "tool" in request.POST:
        invitations.use_tool(conversation, by=request.user)
        return redirect(conversation)
    try:
        invitations.use_paper(conversation, by=request.user)
    except invitations.AlreadyWritten:
        messages.warning(request, _written_together())
    return redirect(conversation)


@action
def conversation_without(request: Request, pk: UUID) -> HttpResponse:
    """They have talked without the tool: on the booked day, or today where that lies ahead, unless another is said."""
    conversation = locked(request, pk, over=True, any_way=True)
    form = HeldForm({"held_on": request.POST.get("held_on") or conversation.held_day})
    if not form.is_valid():
        return detail_page(request, conversation, without_form=form)
    if conversation.is_open:
        try:
            invitations.say_held(conversation, by=request.user, day=form.cleaned_data["held_on"])
        except invitations.AlreadyWritten:
            messages.warning(request, _("You have already written together. Confirm the memo or end the conversation."))
    return redirect(conversation)


@action
def conversation_deny(request: Request, pk: UUID) -> HttpResponse:
    """They have not talked."""
    conversation = locked(request, pk, over=True, any_way=True)
    if invitations.deny_held(conversation, by=request.user):
        messages.success(request, _("The note is taken away."))
    return redirect("conversation_list")


@action
def conversation_signed(request: Request, pk: UUID) -> HttpResponse:
    """A memo on paper has been signed, or has not."""
    conversation = locked(request, pk, over=True, any_way=True)
    invitations.sign_on_paper(conversation, signed="signed" in request.POST)
    return redirect(conversation)
