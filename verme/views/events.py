"""The season's closing and the mentors' meeting: HR arranges, those concerned sign up, the programme is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from core import pdf
from core.views import action
from people.views import page_or_action
from verme import calendar
from verme.actions import events as acts
from verme.forms.events import EventForm, RowFormSet, initial_rows
from verme.models import Season, SeasonEvent
from verme.programmes import template
from verme.views.seasons import a_season

if TYPE_CHECKING:
    from django.forms.formsets import BaseFormSet

    from core.request import Request


def seen(request: Request, pk: UUID) -> SeasonEvent:
    """An event that this user may see."""
    return get_object_or_404(SeasonEvent.objects.visible_to(request.user).select_related("season"), pk=pk)


def arranged(request: Request, pk: UUID) -> SeasonEvent:
    """An event that this user arranges, locked."""
    return get_object_or_404(SeasonEvent.objects.editable_by(request.user).select_related("season").for_update(), pk=pk)


@require_GET
def event_detail(request: Request, pk: UUID) -> HttpResponse:
    """The programme, signing up, and for HR those who come. A fixed number of queries."""
    event = seen(request, pk)
    coming = list(event.sign_ups.select_related("person__unit").order_by("person__sort_key", "pk"))
    context = {
        "event": event,
        "rows": event.rows.all(),
        "coming": coming,
        "full": event.capacity is not None and len(coming) >= event.capacity,
        "mine": any(row.person_id == request.user.pk for row in coming),
        "invited": SeasonEvent.objects.offered_to(request.user).filter(pk=pk).exists(),
    }
    return render(request, "verme/event_detail.html", context)


def _kind(request: Request) -> str:
    kind = request.GET.get("kind", "")
    if kind not in SeasonEvent.Kind.values:
        raise Http404
    return kind


def _form(request: Request, season: Season, form: EventForm, rows: BaseFormSet, **more: Any) -> HttpResponse:
    return render(request, "verme/event_edit.html", {"season": season, "form": form, "rows": rows, **more})


def _new_page(request: Request, pk: UUID) -> HttpResponse:
    """A new event from its template, ?kind=closing or ?kind=mentors."""
    season, kind = a_season(request, pk), _kind(request)
    ready = template(kind)
    initial = {"title": ready.title, "clock": ready.rows[0][0], "until": ready.until}
    initial["language"] = translation.get_language()
    rows = RowFormSet(initial=initial_rows(ready.rows))
    return _form(request, season, EventForm(initial=initial), rows, kind=kind)


def _add(request: Request, pk: UUID) -> HttpResponse:
    season, kind = a_season(request, pk, lock=True), _kind(request)
    form, rows = EventForm(request.POST, instance=SeasonEvent(season=season, kind=kind)), RowFormSet(request.POST)
    if not (form.is_valid() and rows.is_valid()):
        return _form(request, season, form, rows, kind=kind)
    same = SeasonEvent.objects.editable_by(request.user).filter(season=season, kind=kind)
    event = same.filter(starts_at=form.cleaned_data["starts_at"]).first()  # a double click makes one event
    if event is None:
        event = form.save()
        acts.replace_programme(event, [row for each in rows if (row := each.row)])
    messages.success(request, _("The event is saved as a draft. Look at the programme, then invite."))
    return redirect(event)


def _edit_page(request: Request, pk: UUID) -> HttpResponse:
    """Move an event or change its programme."""
    event = get_object_or_404(SeasonEvent.objects.editable_by(request.user).select_related("season"), pk=pk)
    rows = RowFormSet(initial=list(event.rows.values("clock", "title", "speaker", "organisation")))
    return _form(request, event.season, EventForm(instance=event), rows, event=event)


def _save(request: Request, pk: UUID) -> HttpResponse:
    event = arranged(request, pk)
    form, rows = EventForm(request.POST, instance=event), RowFormSet(request.POST)
    if not (form.is_valid() and rows.is_valid()):
        return _form(request, event.season, form, rows, event=seen(request, pk))
    acts.change(form.save(commit=False), moved=form.moved)
    acts.replace_programme(event, [row for each in rows if (row := each.row)])
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
    try:
        acts.join(event, by=request.user)
    except acts.Full:
        messages.warning(request, _("Every place is taken. Look again later: somebody may withdraw."))
        return redirect(event)
    messages.success(request, _("Welcome! The calendar entry comes by mail."))
    return redirect(event)


@action
def event_leave(request: Request, pk: UUID) -> HttpResponse:
    """I do not come after all."""
    event = _offered(request, pk)
    acts.leave(event, by=request.user)
    messages.success(request, _("You have withdrawn. Nobody asks why."))
    return redirect(event if SeasonEvent.objects.visible_to(request.user).filter(pk=pk).exists() else "verme")


@require_GET
def event_calendar(request: Request, pk: UUID) -> HttpResponse:
    """The calendar entry as a file."""
    response = HttpResponse(calendar.event_entry(seen(request, pk), request.user), content_type="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="verme.ics"'
    return response


@require_GET
def event_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The programme sheet, in the programme's language."""
    event = seen(request, pk)
    context = {"event": event, "rows": event.rows.all(), "EMPLOYER_NAME": settings.EMPLOYER_NAME}
    content = pdf.render("verme/pdf/programme.html", context, event.language)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="verme-ohjelma.pdf"'
    response.headers["Content-Language"] = event.language
    return response
