"""An idea while it is written, put to the group, answered."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from core.texts.views import save_text
from core.texts.writing import Sent
from core.views import action
from verme.idea import actions as acts
from verme.models import Idea, Membership, Session
from verme.session.views import page, writable
from verme.text import writing as texts

if TYPE_CHECKING:
    from core.request import Request


def _draft(request: Request, session: Session) -> Idea:
    rows = Idea.objects.readable_by(request.user).filter(session=session, state=Idea.State.DRAFT, by=request.user)
    return rows.first() or Idea(group=session.group, session=session, state=Idea.State.DRAFT, by=request.user)


@action
def idea_draft(request: Request, pk: UUID) -> HttpResponse:
    """An idea while it is written: its writer's alone."""
    session, user = writable(request, pk), request.user
    row, then = _draft(request, session), f"{session.get_absolute_url()}#ideas"
    now = texts.idea(row, user)
    return save_text(request, row, now, lambda after: page(request, session, idea=after), told=_("Saved."), then=then)


@action
def idea_add(request: Request, pk: UUID) -> HttpResponse:
    """Put the idea to the group: everybody is asked."""
    session, user = writable(request, pk), request.user
    row, known = _draft(request, session), Idea.objects.readable_by(user).put().filter(session=session)
    sent = Sent.of(request.POST, "idea")
    if sent and not row.text and any(one.text.open(user) == sent.text for one in known):
        return redirect(f"{session.get_absolute_url()}#ideas")  # a double click puts one
    after = row.save_from(request.POST, texts.idea(row, user), by=user)
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
