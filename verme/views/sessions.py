"""Sessions: planning them, and what is written in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.views import action
from people.views import page_or_action
from verme import calendar
from verme.actions import sessions as acts
from verme.forms.sessions import SessionForm
from verme.methods import CARDS
from verme.models import DiaryEntry, Group, Idea, Kooste, Membership, Session, SharedText
from verme.views.groups import led, number, posted

if TYPE_CHECKING:
    from core.request import Request


def seen(request: Request, pk: UUID) -> Session:
    """A session of a group that this user is inside of."""
    return get_object_or_404(Session.objects.visible_to(request.user).select_related("group__season"), pk=pk)


def writable(request: Request, pk: UUID) -> Session:
    """The same, locked, while something may be written in it."""
    rows = Session.objects.writable_by(request.user).select_related("group__season").for_update()
    return get_object_or_404(rows, pk=pk)


def mine_to_lead(request: Request, pk: UUID) -> Session:
    """A session that this user leads as a live mentor, locked."""
    rows = Session.objects.led_by(request.user).select_related("group__season").for_update()
    return get_object_or_404(rows, pk=pk)


@require_GET
def session_detail(request: Request, pk: UUID) -> HttpResponse:
    """One meeting: plan, attendance, feedback, ideas. A fixed number of queries."""
    return page(request, seen(request, pk))


def page(request: Request, session: Session, **more: Any) -> HttpResponse:
    """The session's page, perhaps with a text that met another one."""
    user, group = request.user, session.group
    leads = Group.objects.led_by(user).filter(pk=group.pk).exists()
    present = set(session.attendances.values_list("person_id", flat=True))
    people = acts.everybody(group)
    ideas = (
        Idea.objects.readable_by(user)
        .filter(session=session)
        .annotate(yes=Count("votes"), mine=Count("votes", filter=Q(votes__person=user)))
    )
    picked = [CARDS[row.card] for row in session.methods.all() if row.card in CARDS]
    live = Membership.objects.visible_to(user).live().filter(group=group)
    context = {
        "session": session,
        "group": group,
        "leads": leads,
        "is_member": live.filter(person=user).exists(),
        "open": group.is_live and session.state == Session.State.PLANNED,
        "attendance": [(person, person.pk in present) for person in people],
        "left": session.attendances.exclude(person__in=[person.pk for person in people]),
        "picked": picked,
        "cards": [card for card in CARDS.values() if card not in picked],
        "feedback": SharedText.objects.readable_by(user).filter(session=session).first(),
        "ideas": ideas.order_by("created_at", "pk"),
        "members": live.count(),
        "kooste": Kooste.objects.visible_to(user).filter(session=session).first(),
        **more,
    }
    return render(request, "verme/session_detail.html", context)


def _form(request: Request, group: Group, form: SessionForm, session: Session | None = None) -> HttpResponse:
    return render(request, "verme/session_edit.html", {"group": group, "form": form, "session": session})


def _new_page(request: Request, pk: UUID) -> HttpResponse:
    """A new meeting, at a time agreed otherwise."""
    group = led(request, pk)
    return _form(request, group, SessionForm(initial={"minutes": group.season.session_minutes}))


def _add(request: Request, pk: UUID) -> HttpResponse:
    group = led(request, pk)
    form = SessionForm(request.POST, instance=Session(group=group))
    if not form.is_valid():
        return _form(request, group, form)
    at = form.cleaned_data["starts_at"]
    same = Session.objects.led_by(request.user).filter(group=group, starts_at=at, state=Session.State.PLANNED).first()
    session = same or acts.plan(form.save(commit=False))  # a double click plans one
    messages.success(request, _("The meeting is planned, and everybody has its calendar entry."))
    return redirect(session)


def _edit_page(request: Request, pk: UUID) -> HttpResponse:
    """Move a meeting, or change its theme."""
    rows = Session.objects.led_by(request.user).select_related("group__season")
    session = get_object_or_404(rows, pk=pk, state=Session.State.PLANNED)
    return _form(request, session.group, SessionForm(instance=session), session)


def _save(request: Request, pk: UUID) -> HttpResponse:
    session = mine_to_lead(request, pk)
    if session.state != Session.State.PLANNED:
        raise Http404
    form = SessionForm(request.POST, instance=session)
    if not form.is_valid():
        return _form(request, session.group, form, seen(request, pk))
    acts.change(form.save(commit=False), moved=form.moved)
    messages.success(request, _("Saved. Everybody’s calendar is up to date.") if form.moved else _("Saved."))
    return redirect(session)


session_new = page_or_action(_new_page, _add)
session_edit = page_or_action(_edit_page, _save)


@action
def session_cancel(request: Request, pk: UUID) -> HttpResponse:
    """The meeting is not held."""
    session = mine_to_lead(request, pk)
    acts.cancel(session)
    messages.success(request, _("The meeting is cancelled, and everybody has been told."))
    return redirect(session.group)


@require_GET
def session_calendar(request: Request, pk: UUID) -> HttpResponse:
    """The calendar entry as a file."""
    response = HttpResponse(calendar.entry(seen(request, pk), request.user), content_type="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="verme.ics"'
    return response


@action
def attendance_mark(request: Request, pk: UUID) -> HttpResponse:
    """One tap for each person."""
    session = mine_to_lead(request, pk)
    people = {str(person.pk): person for person in acts.everybody(session.group)}
    person = people.get(request.POST.get("person", ""))
    if person is None or not session.has_begun:
        messages.warning(request, _("Attendance is marked when the meeting has begun."))
    else:
        acts.mark(session, person, present=request.POST.get("present") == "1")
    return redirect(f"{session.get_absolute_url()}#attendance")


@action
def session_method(request: Request, pk: UUID) -> HttpResponse:
    """Pick a method card into the plan, or take it out."""
    session = mine_to_lead(request, pk)
    card = request.POST.get("card", "")
    if card in CARDS and request.POST.get("out") == "1":
        session.methods.filter(card=card).delete()
    elif card in CARDS:
        session.methods.get_or_create(card=card)
    return redirect(f"{session.get_absolute_url()}#methods")


@action
def feedback_save(request: Request, pk: UUID) -> HttpResponse:
    """What the group says together at the end. If another one has saved meanwhile, both texts are shown."""
    session = writable(request, pk)
    feedback = SharedText.objects.readable_by(request.user).filter(session=session).first()
    if feedback is None and SharedText.objects.inside(request.user).filter(session=session).exists():
        raise Http404  # a substitute who does not read it does not write over it
    feedback = feedback or SharedText(group=session.group, session=session, kind=SharedText.Kind.FEEDBACK)
    if not feedback.write(posted(request), by=request.user, version=number(request)):
        return page(request, session, feedback_conflict=posted(request))
    messages.success(request, _("Saved. The members and the mentor see it."))
    return redirect(session)


@action
def idea_add(request: Request, pk: UUID) -> HttpResponse:
    """An idea that the group might pass on: everybody is asked."""
    session = writable(request, pk)
    text = posted(request)
    known = [one.text.open(request.user) for one in Idea.objects.readable_by(request.user).filter(session=session)]
    if text and text not in known:  # a double click adds one
        Idea(group=session.group, session=session).write(text, by=request.user, version=0)
    return redirect(f"{session.get_absolute_url()}#ideas")


def _idea(request: Request, pk: UUID) -> Idea:
    session = Idea.objects.readable_by(request.user).filter(pk=pk).values_list("session_id", flat=True).first()
    if session is None:
        raise Http404
    writable(request, session)  # locked: the last yes is seen by one request only
    return get_object_or_404(Idea.objects.readable_by(request.user).select_related("session", "group"), pk=pk)


@action
def idea_vote(request: Request, pk: UUID) -> HttpResponse:
    """A member's yes, or taking it back. The mentor has no vote unless they are a member."""
    idea = _idea(request, pk)
    members = Membership.objects.visible_to(request.user).live().filter(group=idea.group)
    get_object_or_404(members, person=request.user)
    acts.vote(idea, by=request.user, yes=request.POST.get("yes") == "1")
    return redirect(f"{idea.session.get_absolute_url()}#ideas")


@action
def idea_drop(request: Request, pk: UUID) -> HttpResponse:
    """Any member can say that the idea stays in the group."""
    idea = _idea(request, pk)
    acts.drop(idea)
    return redirect(f"{idea.session.get_absolute_url()}#ideas")


# The mentor's own


def _entry(request: Request, session: Session) -> DiaryEntry:
    mine = DiaryEntry.objects.readable_by(request.user).filter(session=session).first()
    return mine or DiaryEntry(session=session, person=request.user)


def _diary_page(request: Request, pk: UUID) -> HttpResponse:
    """The mentor's diary of one session: only their own."""
    session = get_object_or_404(Session.objects.led_by(request.user).select_related("group"), pk=pk)
    return render(request, "verme/diary.html", {"session": session, "entry": _entry(request, session)})


def _diary_save(request: Request, pk: UUID) -> HttpResponse:
    session = mine_to_lead(request, pk)
    entry = _entry(request, session)
    if number(request) != entry.version:
        return render(request, "verme/diary.html", {"session": session, "entry": entry, "own": posted(request)})
    entry.text, entry.version = posted(request), entry.version + 1
    entry.save()
    messages.success(request, _("Saved. Only you see it."))
    return redirect("diary", pk)


diary = page_or_action(_diary_page, _diary_save)
