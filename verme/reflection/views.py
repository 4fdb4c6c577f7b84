"""What members write of a meeting: the joint feedback and their own reflections."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from core.texts.views import save_text
from core.views import action
from verme.models import Membership, Reflection, Session, SharedText
from verme.session.views import hidden_feedback, page, shown_texts, writable
from verme.text import writing as texts

if TYPE_CHECKING:
    from core.request import Request


@action
def feedback_save(request: Request, pk: UUID) -> HttpResponse:
    """What the group says together at the end. If another one has saved meanwhile, both texts are shown."""
    session, user = writable(request, pk), request.user
    row = shown_texts(request, session).get(SharedText.Kind.FEEDBACK)
    if row is None and hidden_feedback(request, session):
        raise Http404  # a newcomer who does not read it does not write over it
    row = row or SharedText(group=session.group, session=session, kind=SharedText.Kind.FEEDBACK)
    told, then = _("Saved. The members and the mentor see it."), session.get_absolute_url()
    return save_text(
        request,
        row,
        texts.feedback(row, user),
        lambda after: page(request, session, feedback=after),
        told=told,
        then=then,
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
    return save_text(
        request, row, now, lambda after: page(request, session, reflection=after), told=_("Saved."), then=then
    )


@action
def reflection_show(request: Request, pk: UUID) -> HttpResponse:
    """Show it to the group, with what stands in the form, or take it back."""
    session, user = _members_session(request, pk), request.user
    row = _reflection(request, session)
    after = row.save_from(request.POST, texts.reflection(row, user), by=user)
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
