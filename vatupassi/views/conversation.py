"""A conversation outside the talk itself: the list, the invitation, its page, the answers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import access, retention
from core.formats import date_only
from core.pages import page_of
from core.prepared import prepared
from core.views import action
from people.models import User
from vatupassi import mails, sharing
from vatupassi.actions import confirmation, invitations
from vatupassi.forms.conversation import PartnerForm, PracticalForm, StartForm, WhenForm
from vatupassi.forms.follow_up import FollowUpForm
from vatupassi.models import Conversation, FollowUp, Memo, Opening, Side
from vatupassi.models.assessment import one_at_a_time
from vatupassi.questions import Question
from vatupassi.reminders import closes_on
from vatupassi.sitting import histories
from vatupassi.talk import Talk

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.request import Request
    from vatupassi.models.conversation import ConversationQuerySet

PAGE = 25


@prepared
def _visible(user: User, pk: UUID) -> QuerySet[Conversation]:
    rows = Conversation.objects.visible_to(user).with_hints(user)
    return rows.select_related("employee", "supervisor", "occasion").filter(pk=pk)


@prepared
def _of_party(user: User, pk: UUID) -> QuerySet[Conversation]:
    rows = Conversation.objects.of_party(user).with_hints(user).for_update()
    return rows.select_related("employee", "supervisor", "occasion").filter(pk=pk)


def find(request: Request, pk: UUID) -> Conversation:
    """The conversation as a reader may see it, with its people, or 404. A reader who is no party is always logged."""
    found = _visible(request.user, pk)
    if not found:
        raise Http404
    conversation = found[0]
    if not conversation.side:
        access.record(request.user, conversation.read_item(request.user))
    return conversation


def locked(request: Request, pk: UUID, *, over: bool = False) -> Conversation:
    """The conversation locked for a party's act, or 404. ``over`` also finds one that is closed or confirmed."""
    found = _of_party(request.user, pk)
    if not found or not (over or found[0].can_edit):
        raise Http404
    return found[0]


def _lines(user: User) -> ConversationQuerySet:
    names = ("employee_name", "supervisor_name", "starts_at", "status", "awaiting")
    rows = Conversation.objects.of_party(user).select_related("occasion")
    return rows.only(*names, "occasion__name_fi", "occasion__name_sv", "occasion__name_en")


def _ahead(user: User) -> QuerySet[Conversation]:
    return _lines(user).ahead().soonest_first()


def _held(user: User) -> QuerySet[Conversation]:
    return _lines(user).exclude(status__in=Conversation.WRITABLE)


_open_to = prepared(lambda user: Opening.objects.readable_by(user)[:1])
_first_ahead = prepared(lambda user: _ahead(user)[: PAGE + 1])
_first_held = prepared(lambda user: _held(user)[: PAGE + 1])


@require_GET
def conversation_list(request: Request) -> HttpResponse:
    """Conversations ahead, and below them those held, a page at a time."""
    user = request.user
    opened = bool(_open_to(user))
    held = page_of(lambda: _held(user), request.GET.get("page"), PAGE, lambda: _first_held(user))
    ahead = page_of(lambda: _ahead(user), request.GET.get("ahead"), PAGE, lambda: _first_ahead(user))
    return render(request, "vatupassi/conversation_list.html", {"ahead": ahead, "held": held, "opened": opened})


def _partners(by: User, other: str) -> QuerySet[User]:
    """Whom this user may talk with: as an employee their own line upwards, as a supervisor the named person below."""
    if other:
        return User.objects.visible_to(by).in_line_of(by).active().filter(pk=other)
    return User.objects.visible_to(by).partners_for(by)


def _other(request: Request) -> str:
    """?with=: a supervisor invites this person. Anything that is no id is nobody."""
    try:
        return str(UUID(request.GET["with"]))
    except (KeyError, ValueError):
        return ""


def _start_page(request: Request, form: StartForm) -> HttpResponse:
    other = _other(request)
    partners: list[User] = list(form.fields["partner"].queryset)  # type: ignore[attr-defined]
    context = {
        "form": form,
        "partner": partners[0] if other and partners else None,
        "alone": not partners,
        "asked": _asked(request.user, partners, below=bool(other)),
    }
    return render(request, "vatupassi/conversation_start.html", context)


def _asked(user: User, partners: list[User], *, below: bool) -> list[Conversation]:
    """Invitations by these partners that wait for the user's answer: a second one would only add to them."""
    rows = Conversation.objects.of_party(user).asked_of(user).order_by("starts_at")
    return list(rows.filter(employee__in=partners) if below else rows.filter(supervisor__in=partners))


@require_GET
def conversation_start(request: Request) -> HttpResponse:
    """The invitation form."""
    other = _other(request)
    partners = _partners(request.user, other)
    if other:
        get_object_or_404(partners)
    initial: dict[str, Any] = {"partner": other or getattr(request.user.supervisor, "pk", None)}
    return _start_page(request, StartForm(by=request.user, partners=partners, initial=initial))


@action
def conversation_invite(request: Request) -> HttpResponse:
    """Send the invitation. The same form sent twice makes one conversation."""
    other = _other(request)
    form = StartForm(request.POST, by=request.user, partners=_partners(request.user, other))
    if not form.is_valid():
        return _start_page(request, form)
    data = form.cleaned_data
    for person in sorted({request.user, data["partner"]}, key=lambda person: person.pk):
        one_at_a_time(person)  # the two may be inviting each other
    if again := Conversation.objects.of_party(request.user).filter(pk=data["id"]).first():
        return redirect(again)
    asked = _asked(request.user, [data["partner"]], below=bool(other))
    if {str(each.pk) for each in asked} - set(request.POST.getlist("asked")):
        text = _("%(name)s has invited you meanwhile. Answer that invitation, or send yours as well.")
        form.add_error(None, text % {"name": data["partner"].name})
        return _start_page(request, form)
    partner: User = data.pop("partner")
    data.pop("day"), data.pop("clock")
    employee, supervisor = (partner, request.user) if other else (request.user, partner)
    if other:
        data["support_name"] = data["support_role"] = ""  # only the employee brings a support person
    conversation = invitations.start(employee=employee, supervisor=supervisor, by=request.user, **data)
    messages.success(request, _("The invitation is on its way."))
    return redirect(conversation)


@require_GET
def conversation_detail(request: Request, pk: UUID) -> HttpResponse:
    """The conversation's own page: time and place, preparing, and afterwards the memo and the follow-ups."""
    return detail_page(request, find(request, pk))


def detail_page(request: Request, conversation: Conversation, **forms: Any) -> HttpResponse:
    """The page, with a form that did not go through where there is one."""
    talk = Talk.load(conversation, request.user)
    partners = User.objects.visible_to(request.user).partners_for(conversation.employee)
    if conversation.supervisor_id:
        partners = partners.exclude(pk=conversation.supervisor_id)
    when = WhenForm.of(
        conversation.starts_at,
        minutes=conversation.minutes,
        place=conversation.place,
        video_link=conversation.video_link,
    )
    practical = PracticalForm(instance=conversation, side=conversation.side)
    openings = Opening.objects.of(conversation) if conversation.side and conversation.opened_wide else []
    context = {
        "conversation": conversation,
        "talk": talk,
        "seen": seen(conversation),
        "when_form": WhenForm(initial=when),
        "partner_form": PartnerForm(partners=partners),
        "practical_form": practical,
        "mine": conversation.side,
        "begun": conversation.starts_at <= timezone.now() or any(note.text for note in talk.notes.values()),
        "waiting_for": confirmation.waiting_for(conversation) if conversation.is_open else [],
        "shared": [(question, talk.marks.get((question, Side.EMPLOYEE))) for question in Question],
        **_follow_ups(conversation),
        "memos": _memos(conversation),
        "openings": openings,
        "written": bool(talk.agreements) or any(note.text for note in talk.notes.values()),
    }
    context |= _supervisor_changed(conversation, openings)
    if conversation.can_edit and conversation.side == Side.SUPERVISOR:
        context["view_fields"] = sharing.view_fields(conversation, request.user, Question, talk.marks)
    elif conversation.can_edit:
        context |= sharing.preparation(conversation, request.user)
    return render(request, "vatupassi/conversation_detail.html", context | forms)


@prepared
def _sittings(conversation: Conversation) -> QuerySet[FollowUp]:
    return conversation.follow_ups.all()


@prepared
def _memos(conversation: Conversation) -> QuerySet[Memo]:
    return conversation.memos.defer("content", "pdf")


def _follow_ups(conversation: Conversation) -> dict[str, Any]:
    """The sittings, and for the pair alone how the marks have been from one to the next."""
    rows = _sittings(conversation)
    ahead = next((row for row in rows if row.held_at is None), None)
    return {
        "follow_ups": rows,
        "ahead": ahead,
        "follow_up_form": FollowUpForm.of(conversation, ahead),
        "histories": histories(conversation, rows) if rows and conversation.side else [],
        "closes_on": closes_on(conversation),
    }


def _supervisor_changed(conversation: Conversation, openings: list[Opening]) -> dict[str, Any]:
    """For the employee, when the supervisor in the conversation leads them no longer: who does now."""
    if conversation.is_over or conversation.side != Side.EMPLOYEE or Side.SUPERVISOR in conversation.readers():
        return {"gone": False}
    new = conversation.employee.supervisor
    return {
        "gone": True,
        "new_supervisor": new,
        "new_reads": any(opening.reader == new and opening.is_whole for opening in openings),
    }


def seen(conversation: Conversation) -> dict[str, str]:
    """For the line "Seen by": the parties who see it today, those to whom the whole is open, and when it is deleted."""
    parties = conversation.readers()
    names = [conversation.name_of(side) for side in parties]
    opened = Opening.objects.of(conversation) if conversation.opened_wide else []
    names += [opening.reader.name for opening in opened if opening.is_whole]
    who = f"{names[0]}."
    if names[1:]:
        who = _("%(names)s and %(last)s.") % {"names": ", ".join(names[:-1]), "last": names[-1]}
    for opening in opened:
        if opening.reads_own and not opening.is_whole:
            who += " " + _("%(reader)s (HR) sees the employee's own part.") % {"reader": opening.reader.name}
    if Side.SUPERVISOR not in parties:
        who += " " + _("%(name)s does not see this conversation any more.") % {"name": conversation.supervisor_name}
    if conversation.closed_on:
        day = date_only(retention.deleted_on("conversation", conversation.closed_on))
        deleted = _("Deleted on %(date)s.") % {"date": day}
        if conversation.status == Conversation.Status.DECLINED:
            texts = date_only(retention.deleted_on("conversation_declined", conversation.closed_on))
            deleted = _("What was written is deleted on %(texts)s, the rest on %(date)s.")
            deleted %= {"texts": texts, "date": day}
        return {"who": who, "deleted": deleted}
    period = retention.period("conversation").words
    return {"who": who, "deleted": _("Deleted %(period)s after the conversation has ended.") % {"period": period}}


@action
def conversation_accept(request: Request, pk: UUID) -> HttpResponse:
    """The time suits."""
    conversation = locked(request, pk)
    invitations.accept(conversation, by=request.user)
    return redirect(conversation)


@action
def conversation_propose(request: Request, pk: UUID) -> HttpResponse:
    """Another time or place."""
    conversation = locked(request, pk)
    form = WhenForm(request.POST)
    if not form.is_valid():
        return detail_page(request, conversation, when_form=form)
    data = {name: form.cleaned_data[name] for name in ("starts_at", "minutes", "place", "video_link")}
    invitations.propose(conversation, by=request.user, **data)
    messages.success(request, _("The new time has been proposed to the other party."))
    return redirect(conversation)


@action
def conversation_decline(request: Request, pk: UUID) -> HttpResponse:
    """The conversation is not held; no reason is asked."""
    conversation = locked(request, pk, over=True)
    if conversation.is_open and conversation.memos.exists():
        confirmation.end(conversation, by=request.user)  # it was held, and only opened again for changes
    elif conversation.is_open:
        invitations.decline(conversation, by=request.user)
    return redirect("conversation_list")


@action
def conversation_partner(request: Request, pk: UUID) -> HttpResponse:
    """The employee asks for another person to talk with."""
    rows = Conversation.objects.editable_by(request.user).filter(employee=request.user).for_update()
    conversation = get_object_or_404(rows.select_related("employee", "supervisor", "occasion"), pk=pk)
    partners = User.objects.visible_to(request.user).partners_for(conversation.employee)
    form = PartnerForm(request.POST, partners=partners.exclude(pk=conversation.supervisor_id))  # type: ignore[misc]
    if not form.is_valid():
        return detail_page(request, conversation, partner_form=form)
    try:
        invitations.change_partner(conversation, to=form.cleaned_data["partner"], by=request.user)
    except invitations.AlreadyWritten:
        form.add_error("partner", _("You have already written together. End this conversation and start a new one."))
        return detail_page(request, conversation, partner_form=form)
    messages.success(request, _("The invitation is on its way."))
    return redirect(conversation)


@action
def conversation_practical(request: Request, pk: UUID) -> HttpResponse:
    """The language of the memo and the support person."""
    conversation = locked(request, pk)
    form = PracticalForm(request.POST, instance=conversation, side=conversation.side)
    if not form.is_valid():
        return detail_page(request, conversation, practical_form=form)
    conversation.touch(text=bool(form.changed_data), **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect(conversation)


@action
def conversation_end(request: Request, pk: UUID) -> HttpResponse:
    """Close the conversation, confirmed or not."""
    conversation = locked(request, pk, over=True)
    confirmation.end(conversation, by=request.user)
    return redirect(conversation)


@require_GET
def conversation_calendar(request: Request, pk: UUID) -> HttpResponse:
    """The calendar entry as a file, neutral in its words."""
    conversation = get_object_or_404(Conversation.objects.of_party(request.user), pk=pk)
    cancel = conversation.status == Conversation.Status.DECLINED
    entry = mails.calendar(conversation, request.user, cancel=cancel)
    return HttpResponse(
        entry,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="keskustelu.ics"'},
    )
