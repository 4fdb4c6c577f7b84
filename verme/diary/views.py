"""The mentor's diary of a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.texts.views import save_text, status_of
from core.views import page_or_action
from verme.models import DiaryEntry, Session
from verme.session.views import mine_to_lead
from verme.text import writing as texts

if TYPE_CHECKING:
    from core.request import Request
    from core.texts.writing import Writing


def _entry(request: Request, session: Session) -> DiaryEntry:
    mine = DiaryEntry.objects.readable_by(request.user).filter(session=session).first()
    return mine or DiaryEntry(session=session, person=request.user)


def _diary_form(request: Request, session: Session, now: Writing) -> HttpResponse:
    return render(request, "verme/diary/diary.html", {"session": session, "writing": now}, status=status_of([now]))


def _diary_page(request: Request, pk: UUID) -> HttpResponse:
    """The mentor's diary of one session: only their own."""
    session = get_object_or_404(Session.objects.led_by(request.user).select_related("group"), pk=pk)
    return _diary_form(request, session, texts.diary(_entry(request, session), request.user))


def _diary_save(request: Request, pk: UUID) -> HttpResponse:
    session = mine_to_lead(request, pk)
    entry, then = _entry(request, session), reverse("diary", args=[pk])
    now, told = texts.diary(entry, request.user), _("Saved. Only you see it.")
    return save_text(request, entry, now, lambda after: _diary_form(request, session, after), told=told, then=then)


diary = page_or_action(_diary_page, _diary_save)
