"""Sessions: planning them, their page, attendance and methods."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from core import ics
from core.texts.views import save_text, status_of
from core.texts.writing import Writing
from core.views import action, page_or_action
from verme.calendar import entries as calendar
from verme.group.models import everybody
from verme.group.views import led
from verme.methods.cards import CARDS
from verme.models import DiaryEntry, Group, Idea, Kooste, Membership, Reflection, Session, SharedText
from verme.session import actions as acts
from verme.session.forms import SessionForm, TermForm, ThemeForm
from verme.text import writing as texts

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
    """One meeting in three stages: before, now, at the end. A fixed number of queries."""
    return page(request, seen(request, pk))


def shown_texts(request: Request, session: Session) -> dict[str, SharedText]:
    """The joint feedback and the plan by their kinds, where this user reads them."""
    rows = SharedText.objects.readable_by(request.user).select_related("by")
    return {row.kind: row for row in rows.filter(session=session)}


def hidden_feedback(request: Request, session: Session) -> bool:
    """Whether there is feedback which a newcomer does not read, and so does not write over."""
    rows = SharedText.objects.inside(request.user)
    return rows.filter(session=session, kind=SharedText.Kind.FEEDBACK).exists()


def page(request: Request, session: Session, **more: Any) -> HttpResponse:
    """The session's page, perhaps with a text that met another one, or a theme to correct."""
    user, group = request.user, session.group
    live = Membership.objects.visible_to(user).live().filter(group=group)
    leads = Group.objects.led_by(user).filter(pk=group.pk).exists()
    is_open = group.is_live and session.state == Session.State.PLANNED
    written, texts_met = _written(request, session), [value for value in more.values() if isinstance(value, Writing)]
    is_member = live.filter(person=user).exists()
    waits = is_member and is_open and any(row.state == Idea.State.ASKED and not row.mine for row in written["ideas"])
    present = set(session.attendances.values_list("person_id", flat=True))
    people = everybody(group)
    picked = [CARDS[row.card] for row in session.methods.all() if row.card in CARDS]
    context = {
        "session": session,
        "group": group,
        "leads": leads,
        "is_member": is_member,
        "open": is_open,
        "shown": {session.stage, *(["before" if "plan" in more else "end"] if texts_met or waits else [])},
        "theme_form": ThemeForm(instance=session) if leads and is_open else None,
        "attendance": [(person, person.pk in present) for person in people],
        "left": session.attendances.exclude(person__in=[person.pk for person in people]),
        "picked": picked,
        "cards": [card for card in CARDS.values() if card not in picked],
        "kooste": Kooste.objects.visible_to(user).filter(session=session).first(),
        **written,
        **(_mentors_own(request, session) if leads else {"diary": None, "summary": None}),
        **more,
    }
    return render(request, "verme/session/detail.html", context, status=status_of(texts_met))


def _mentors_own(request: Request, session: Session) -> dict[str, Any]:
    """The diary, and the summary as HR would read it now."""
    diary = DiaryEntry.objects.readable_by(request.user).filter(session=session).first()
    built = Kooste.built(session, by=request.user) if session.has_begun else None
    return {"diary": texts.diary(diary, request.user), "summary": built}


def _written(request: Request, session: Session) -> dict[str, Any]:
    """The texts of the meeting that this user reads, and theirs to write."""
    user, shared = request.user, shown_texts(request, session)
    feedback = shared.get(SharedText.Kind.FEEDBACK)
    reflections = list(Reflection.objects.readable_by(user).filter(session=session).select_related("by"))
    mine = next((row for row in reflections if row.by_id == user.pk), None)
    found = Idea.objects.readable_by(user).filter(session=session).order_by("created_at", "pk")
    ideas = list(found.with_votes(user))
    return {
        "plan": texts.plan(shared.get(SharedText.Kind.PLAN), user),
        "feedback": texts.feedback(feedback, user),
        "feedback_hidden": feedback is None and hidden_feedback(request, session),
        "reflections": [row for row in reflections if row.by_id != user.pk and row.text],
        "reflection": texts.reflection(mine, user),
        "reflection_shown": mine is not None and mine.shown,
        "ideas": [row for row in ideas if row.state != Idea.State.DRAFT],
        "idea": texts.idea(next((row for row in ideas if row.state == Idea.State.DRAFT), None), user),
    }


def _form(request: Request, group: Group, form: SessionForm, session: Session | None = None) -> HttpResponse:
    return render(request, "verme/session/edit.html", {"group": group, "form": form, "session": session})


def _new_page(request: Request, pk: UUID) -> HttpResponse:
    """New meetings, at times agreed otherwise: one, or a whole term's."""
    group = led(request, pk)
    season = group.season
    first = {"minutes": season.session_minutes, "times": season.sessions_planned, "clock": group.clock}
    return _form(request, group, TermForm(initial=first, instance=Session(group=group)))


def _add(request: Request, pk: UUID) -> HttpResponse:
    group = led(request, pk)
    form = TermForm(request.POST, instance=Session(group=group))
    if not form.is_valid():
        return _form(request, group, form)
    led_by_me = Session.objects.led_by(request.user).filter(group=group, state=Session.State.PLANNED)
    known = set(led_by_me.filter(starts_at__in=form.starts).values_list("starts_at", flat=True))
    model = form.save(commit=False)
    new = [_at(model, starts_at) for starts_at in form.starts if starts_at not in known]  # a double click plans once
    if new:
        acts.plan_term(new)
    n = len(form.starts)
    text = ngettext(
        "The meeting is planned, and everybody has its calendar entry.",
        "%(n)d meetings are planned, and everybody has their calendar entries.",
        n,
    )
    messages.success(request, text % {"n": n})
    return redirect(group if n > 1 else led_by_me.get(starts_at=form.starts[0]))


def _at(model: Session, starts_at: datetime.datetime) -> Session:
    """One of the meetings of a term; a theme that was given is that of the first."""
    first = starts_at == model.starts_at
    kept = {name: getattr(model, name) for name in ("minutes", "place", "coffee")}
    theme = {"theme": model.theme, "theme_arose": model.theme_arose} if first else {}
    return Session(group=model.group, starts_at=starts_at, **kept, **theme)


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
def session_theme(request: Request, pk: UUID) -> HttpResponse:
    """What is talked about; found out in the meeting itself, it arose there."""
    session = mine_to_lead(request, pk)
    if session.state != Session.State.PLANNED:
        raise Http404
    form = ThemeForm(request.POST, instance=session)
    if not form.is_valid():
        return page(request, seen(request, pk), theme_form=form)
    if form.has_changed():
        session.theme_arose = session.has_begun
        session.save(update_fields=["theme", "theme_arose"])
    messages.success(request, _("Saved."))
    return redirect(f"{session.get_absolute_url()}#{'talk' if session.has_begun else 'plan'}")


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
    return ics.download("verme.ics", calendar.entry(seen(request, pk), request.user))


@action
def attendance_mark(request: Request, pk: UUID) -> HttpResponse:
    """Everybody at once, and one tap for each person."""
    session = mine_to_lead(request, pk)
    people = {str(person.pk): person for person in everybody(session.group)}
    person = people.get(request.POST.get("person", ""))
    if session.has_begun and request.POST.get("everybody") == "1":
        acts.mark_all(session)
    elif person is None or not session.has_begun:
        messages.warning(request, _("Attendance is marked when the meeting has begun."))
    else:
        acts.mark(session, person, present=request.POST.get("present") == "1")
    return redirect(f"{session.get_absolute_url()}#attendance")


@action
def session_plan(request: Request, pk: UUID) -> HttpResponse:
    """How the meeting goes: its mentors write it, the members read it."""
    session, user = mine_to_lead(request, pk), request.user
    if session.state != Session.State.PLANNED:
        raise Http404
    row = shown_texts(request, session).get(SharedText.Kind.PLAN)
    row = row or SharedText(group=session.group, session=session, kind=SharedText.Kind.PLAN)
    return save_text(
        request,
        row,
        texts.plan(row, user),
        lambda after: page(request, session, plan=after),
        told=_("Saved. The members see it."),
        then=session.get_absolute_url(),
    )


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
