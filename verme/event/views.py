"""The season's closing and the mentors' meeting: HR arranges and invites, those concerned sign up."""

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

from core.views import action, page_or_action
from verme.agenda.hosted import PATTERN
from verme.event import actions as acts
from verme.event.forms import EventForm
from verme.models import Season, SeasonEvent
from verme.season.views import a_season
from workshops.agenda.finding import programme_slots
from workshops.agenda.patterns import PATTERNS

if TYPE_CHECKING:
    from core.request import Request


def seen(request: Request, pk: UUID) -> SeasonEvent:
    """An event that this user may see."""
    return get_object_or_404(SeasonEvent.objects.visible_to(request.user).select_related("season", "agenda"), pk=pk)


def arranged(request: Request, pk: UUID) -> SeasonEvent:
    """An event that this user arranges, locked."""
    rows = SeasonEvent.objects.editable_by(request.user).select_related("season", "agenda").for_update()
    return get_object_or_404(rows, pk=pk)


@require_GET
def event_detail(request: Request, pk: UUID) -> HttpResponse:
    """The programme, signing up, and for HR those who come. A fixed number of queries."""
    event = seen(request, pk)
    rows = list(event.sign_ups.select_related("person__unit").order_by("person__sort_key", "pk"))
    coming = [row for row in rows if not row.waits]
    waiting = sorted((row for row in rows if row.waits), key=lambda row: (row.at, str(row.pk)))
    queue = [row.person_id for row in waiting]
    context = {
        "event": event,
        "agenda": event.agenda,
        "slots": programme_slots(event.agenda) if event.agenda else [],
        "coming": coming,
        "waiting": waiting,
        "place_in_queue": queue.index(request.user.pk) + 1 if request.user.pk in queue else 0,
        "full": event.capacity is not None and len(coming) >= event.capacity,
        "mine": any(row.person_id == request.user.pk for row in coming),
        "invited": SeasonEvent.objects.offered_to(request.user).filter(pk=pk).exists(),
    }
    return render(request, "verme/event/detail.html", context)


def _kind(request: Request) -> str:
    kind = request.GET.get("kind", "")
    if kind not in SeasonEvent.Kind.values:
        raise Http404
    return kind


def _form(request: Request, season: Season, form: EventForm, **more: Any) -> HttpResponse:
    return render(request, "verme/event/edit.html", {"season": season, "form": form, **more})


def _new_page(request: Request, pk: UUID) -> HttpResponse:
    """A new event, ?kind=closing or ?kind=mentors: its programme comes from the ready-made day."""
    season, kind = a_season(request, pk), _kind(request)
    ready = PATTERNS[PATTERN[SeasonEvent.Kind(kind)]]
    first = datetime.datetime.combine(datetime.date.today(), ready.starts)
    until = (first + datetime.timedelta(minutes=ready.minutes)).time()
    initial = {"title": ready.name, "clock": ready.starts, "until": until, "language": request.LANGUAGE_CODE}
    return _form(request, season, EventForm(initial=initial), kind=kind)


def _add(request: Request, pk: UUID) -> HttpResponse:
    season, kind = a_season(request, pk, lock=True), _kind(request)
    form = EventForm(request.POST, instance=SeasonEvent(season=season, kind=kind))
    if not form.is_valid():
        return _form(request, season, form, kind=kind)
    same = SeasonEvent.objects.editable_by(request.user).filter(season=season, kind=kind)
    event = same.filter(starts_at=form.cleaned_data["starts_at"]).first()  # a double click makes one event
    if event is None:
        event = form.save(commit=False)
        acts.plan(event, by=request.user)
    messages.success(request, _("The event is saved as a draft. Look at the programme, then invite."))
    return redirect(event)


def _edit_page(request: Request, pk: UUID) -> HttpResponse:
    """Move an event, or change what it is called and how many fit in."""
    event = get_object_or_404(SeasonEvent.objects.editable_by(request.user).select_related("season"), pk=pk)
    return _form(request, event.season, EventForm(instance=event), event=event)


def _save(request: Request, pk: UUID) -> HttpResponse:
    event = arranged(request, pk)
    form = EventForm(request.POST, instance=event)
    if not form.is_valid():
        return _form(request, event.season, form, event=seen(request, pk))
    acts.change(form.save(commit=False), moved=form.moved)
    messages.success(request, _("Saved."))
    return redirect(event)


event_new = page_or_action(_new_page, _add)
event_edit = page_or_action(_edit_page, _save)


@action
def event_invite(request: Request, pk: UUID) -> HttpResponse:
    """Tell those whom it concerns."""
    event = arranged(request, pk)
    count = acts.invite(event)
    if count:
        text = ngettext("%(count)d person has been invited.", "%(count)d people have been invited.", count)
        messages.success(request, text % {"count": count})
    return redirect(event)


@action
def event_cancel(request: Request, pk: UUID) -> HttpResponse:
    """It is not held."""
    event = arranged(request, pk)
    acts.cancel(event)
    messages.success(request, _("The event is cancelled, and those who had signed up have been told."))
    return redirect(event)


def _offered(request: Request, pk: UUID) -> SeasonEvent:
    return get_object_or_404(SeasonEvent.objects.offered_to(request.user).for_update(), pk=pk)


@action
def event_join(request: Request, pk: UUID) -> HttpResponse:
    """I come."""
    event = _offered(request, pk)
    if not event.is_open:
        messages.warning(request, _("The sign-up has ended."))
        return redirect(event)
    if acts.join(event, by=request.user).waits:
        messages.success(request, _("Every place is taken. You are on the waiting list and move up by yourself."))
    else:
        messages.success(request, _("Welcome! The calendar entry comes by mail."))
    return redirect(event)


@action
def event_leave(request: Request, pk: UUID) -> HttpResponse:
    """I do not come after all."""
    event = _offered(request, pk)
    acts.leave(event, by=request.user)
    messages.success(request, _("You have withdrawn. Nobody asks why."))
    return redirect(event if SeasonEvent.objects.visible_to(request.user).filter(pk=pk).exists() else "verme")
