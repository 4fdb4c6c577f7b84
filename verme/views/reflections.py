"""What members write of a meeting: the joint feedback, their own reflections, ideas; and the mentor's diary."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.autosave import Sent
from core.views import action
from people.views import page_or_action
from verme import diary as diaries
from verme import writing
from verme.actions import sessions as acts
from verme.models import DiaryEntry, Idea, Membership, Reflection, Session, SharedText
from verme.views.groups import save
from verme.views.sessions import hidden_feedback, mine_to_lead, page, shown_feedback, texts, writable

if TYPE_CHECKING:
    from core.autosave import Writing
    from core.request import Request


@action
def feedback_save(request: Request, pk: UUID) -> HttpResponse:
    """What the group says together at the end. If another one has saved meanwhile, both texts are shown."""
    session, user = writable(request, pk), request.user
    row = shown_feedback(request, session)
    if row is None and hidden_feedback(request, session):
        raise Http404  # a substitute who does not read it does not write over it
    row = row or SharedText(group=session.group, session=session, kind=SharedText.Kind.FEEDBACK)
    told, then = _("Saved. The members and the mentor see it."), session.get_absolute_url()
    return save(
        request, row, texts.feedback(row, user), lambda after: page(request, session, feedback=after), told, then
    )


# One's own reflections


def _members_session(request: Request, pk: UUID) -> Session:
    """A meeting of a group of which this user is a live member, locked; its mentor has a diary instead."""
    session = writable(request, pk)
    members = Membership.objects.visible_to(request.user).live().filter(group=session.group)
    get_object_or_404(members, person=request.user)
    if not session.has_begun:
        raise Http404
    return session


def _reflection(request: Request, session: Session) -> Reflection:
    mine = Reflection.objects.readable_by(request.user).filter(session=session, by=request.user).first()
    return mine or Reflection(group=session.group, session=session, by=request.user)


@action
def reflection_save(request: Request, pk: UUID) -> HttpResponse:
    """One's own reflection: theirs alone until they show it."""
    session, user = _members_session(request, pk), request.user
    row, then = _reflection(request, session), f"{session.get_absolute_url()}#reflections"
    now = texts.reflection(row, user)
    return save(request, row, now, lambda after: page(request, session, reflection=after), _("Saved."), then)


@action
def reflection_show(request: Request, pk: UUID) -> HttpResponse:
    """Show it to the group, with what stands in the form, or take it back."""
    session, user = _members_session(request, pk), request.user
    row = _reflection(request, session)
    after = writing.save(row, texts.reflection(row, user), request.POST, by=user)
    if after and after.failure:
        return page(request, session, reflection=after)
    row.shown = request.POST.get("show") == "1" and bool(row.text)
    if not row._state.adding:
        row.save(update_fields=["shown"])
    if row.shown:
        messages.success(request, _("The members and the mentor see your reflection now."))
    elif row.text:
        messages.success(request, _("Only you see your reflection."))
    else:
        messages.warning(request, _("Write something first."))
    return redirect(f"{session.get_absolute_url()}#reflections")


# Ideas


def _draft(request: Request, session: Session) -> Idea:
    rows = Idea.objects.readable_by(request.user).filter(session=session, state=Idea.State.DRAFT, by=request.user)
    return rows.first() or Idea(group=session.group, session=session, state=Idea.State.DRAFT, by=request.user)


@action
def idea_draft(request: Request, pk: UUID) -> HttpResponse:
    """An idea while it is written: its writer's alone."""
    session, user = writable(request, pk), request.user
    row, then = _draft(request, session), f"{session.get_absolute_url()}#ideas"
    now = texts.idea(row, user)
    return save(request, row, now, lambda after: page(request, session, idea=after), _("Saved."), then)


@action
def idea_add(request: Request, pk: UUID) -> HttpResponse:
    """Put the idea to the group: everybody is asked."""
    session, user = writable(request, pk), request.user
    row, known = _draft(request, session), Idea.objects.readable_by(user).put().filter(session=session)
    sent = Sent.of(request.POST, "idea")
    if sent and not row.text and any(one.text.open(user) == sent.text for one in known):
        return redirect(f"{session.get_absolute_url()}#ideas")  # a double click puts one
    after = writing.save(row, texts.idea(row, user), request.POST, by=user)
    if after and after.failure:
        return page(request, session, idea=after)
    if row.text.open(user).strip():
        acts.ask(row)
    else:
        messages.warning(request, _("Write something first."))
    return redirect(f"{session.get_absolute_url()}#ideas")


def _idea(request: Request, pk: UUID) -> Idea:
    rows = Idea.objects.readable_by(request.user).put()
    session = rows.filter(pk=pk).values_list("session_id", flat=True).first()
    if session is None:
        raise Http404
    writable(request, session)  # locked: the last yes is seen by one request only
    return get_object_or_404(rows.select_related("session", "group"), pk=pk)


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


def _diary_form(request: Request, session: Session, now: Writing) -> HttpResponse:
    return render(request, "verme/diary.html", {"session": session, "writing": now}, status=now.failure or 200)


def _diary_page(request: Request, pk: UUID) -> HttpResponse:
    """The mentor's diary of one session: only their own."""
    session = get_object_or_404(Session.objects.led_by(request.user).select_related("group"), pk=pk)
    return _diary_form(request, session, diaries.of_meeting(_entry(request, session), request.user))


def _diary_save(request: Request, pk: UUID) -> HttpResponse:
    session = mine_to_lead(request, pk)
    entry, then = _entry(request, session), reverse("diary", args=[pk])
    now, told = diaries.of_meeting(entry, request.user), _("Saved. Only you see it.")
    return save(request, entry, now, lambda after: _diary_form(request, session, after), told, then)


diary = page_or_action(_diary_page, _diary_save)
