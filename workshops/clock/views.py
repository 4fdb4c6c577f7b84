"""The annual clock: looking at it, printing it, keeping it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import organisation, pdf
from core.papers import paper, pdf_response
from core.views import action, page_or_action
from people.models import Unit
from workshops.clock import links
from workshops.clock import template as clock_template
from workshops.clock.face import DrawnEvent, Face, face
from workshops.clock.forms import ClockEventForm, UnitChoiceForm
from workshops.clock.models import led_units, units_with_a_clock
from workshops.models import Agenda, ClockEvent

if TYPE_CHECKING:
    from core.request import Request

HUB_LETTERS = 14  # a longer name does not fit into the hub; it stands in the heading


def unit_asked_for(request: Request) -> Unit | None:
    """The unit whose clock is asked for, one's own by default. None for somebody without a unit."""
    units = units_with_a_clock(request.user)
    if "unit" in request.GET:
        form = UnitChoiceForm(request.GET, units=units)
        if not form.is_valid():
            raise Http404
        if found := form.cleaned_data["unit"]:
            return found
    return units.filter(pk=request.user.unit_id).first() if request.user.unit_id else None


def _face(request: Request, unit: Unit | None) -> Face:
    events = ClockEvent.objects.visible_to(request.user).on_clock_of(unit).select_related("unit", "agenda")
    return face(events, timezone.localdate())


def _add_links(request: Request, drawn: list[DrawnEvent]) -> None:
    """Where each event leads for this person: programmes that they may see, and what an app above has."""
    asked = {one.event.agenda_id for one in drawn if one.event.agenda_id}
    seen = set(Agenda.objects.visible_to(request.user).filter(pk__in=asked).values_list("pk", flat=True))
    targets: dict[str, set[UUID]] = defaultdict(set)
    for one in drawn:
        if one.event.target:
            targets[one.event.link].add(one.event.target)
    particular = {code: links.particular(code, request.user, ids) for code, ids in targets.items()}
    for one in drawn:
        event: Any = one.event
        event.leads_to = [(event.agenda.title, event.agenda.get_absolute_url())] if event.agenda_id in seen else []
        found = particular.get(event.link, {}).get(event.target) or links.find(event.link, request.user)
        if found:
            event.leads_to.append(found)


def _by_ring(made: Face) -> list[tuple[ClockEvent.Ring, list[DrawnEvent]]]:
    return [(ring, [one for one in made.drawn if one.event.ring == ring]) for ring in ClockEvent.Ring]


@require_GET
def annual_clock(request: Request) -> HttpResponse:
    """The clock as a circle and as a list. A fixed number of queries, however many events."""
    unit, today = unit_asked_for(request), timezone.localdate()
    made = _face(request, unit)
    _add_links(request, made.drawn)
    soonest = min((one.event.months_until(today) for one in made.drawn if _ahead(one, today.month)), default=0)
    units = list(units_with_a_clock(request.user).order_by("sort_key"))
    leads = unit is not None and led_units(request.user).filter(pk=unit.pk).exists()
    context = {
        "unit": unit,
        "units": units if len(units) > 1 else [],
        "face": made,
        "under": unit.name if unit and len(unit.name) < HUB_LETTERS else "",
        "rings": _by_ring(made),
        "month": MONTHS[today.month],
        "now": [one for one in made.drawn if one.event.is_in(today)],
        "next_month": MONTHS[(today.month - 1 + soonest) % 12 + 1],
        "next": [one for one in made.drawn if _ahead(one, today.month) and one.event.months_until(today) == soonest],
        "keeps": request.user.is_hr or leads,
        "leads": leads,
    }
    return render(request, "workshops/clock/clock.html", context)


def _ahead(one: DrawnEvent, month: int) -> bool:
    """Whether it is still to come, not in this month."""
    return not one.event.all_year and month not in one.event.months


@paper
def clock_pdf(request: Request) -> HttpResponse:
    """The clock on one A3 sheet, for a wall."""
    unit = unit_asked_for(request)
    made = _face(request, unit)
    language = (get_language() or "fi")[:2]
    context = {
        "unit": unit,
        "face": made,
        "rings": _by_ring(made),
        "EMPLOYER_NAME": organisation.current().name,
        "today": timezone.localdate(),
    }
    name = {"fi": "vuosikello", "sv": "arsklocka", "en": "annual-clock"}[language]
    sheet = pdf.render("workshops/clock/pdf.html", context, language, request)
    return pdf_response(sheet, f"{name}-{made.year}", language)


# ---- Keeping it


def keepers_only(request: Request) -> None:
    """Others get 404 where there is no object to ask for."""
    if not (request.user.is_hr or request.user.supervises):
        raise Http404


def _back(event: ClockEvent) -> str:
    return reverse("annual_clock") + (f"?unit={event.unit_id}" if event.unit_id else "")


def _edit_page(request: Request, form: ClockEventForm, event: ClockEvent | None = None) -> HttpResponse:
    context = {"form": form, "event": event, "back": _back(event) if event else reverse("annual_clock")}
    return render(request, "workshops/clock/edit.html", context)


def _new(request: Request) -> HttpResponse:
    """The form of a new event; ?unit= says whose."""
    keepers_only(request)
    return _edit_page(request, ClockEventForm(by=request.user, initial={"unit": request.GET.get("unit", "")}))


def _add(request: Request) -> HttpResponse:
    """Add an event. A double click adds one: the same name in the same months of the same unit is the same event."""
    keepers_only(request)
    form = ClockEventForm(request.POST, by=request.user)
    if not form.is_valid():
        return _edit_page(request, form)
    names = ("unit", "title_fi", "ring", "level", "months", "weekdays")
    same = {name: form.cleaned_data[name] for name in names}
    event = ClockEvent.objects.editable_by(request.user).filter(**same).first() or form.save()
    messages.success(request, _("The event is on the clock."))
    return redirect(_back(event))


def _event(request: Request, pk: UUID, *, lock: bool = False) -> ClockEvent:
    rows = ClockEvent.objects.editable_by(request.user)
    return get_object_or_404(rows.select_for_update(of=("self",)) if lock else rows, pk=pk)


def _edit(request: Request, pk: UUID) -> HttpResponse:
    """One event."""
    event = _event(request, pk)
    return _edit_page(request, ClockEventForm(instance=event, by=request.user), event)


def _save(request: Request, pk: UUID) -> HttpResponse:
    event = _event(request, pk, lock=True)
    form = ClockEventForm(request.POST, instance=event, by=request.user)
    if not form.is_valid():
        return _edit_page(request, form, _event(request, pk))
    event = form.save()
    messages.success(request, _("Saved."))
    return redirect(_back(event))


clock_event_new = page_or_action(_new, _add)
clock_event_edit = page_or_action(_edit, _save)


@action
def clock_event_remove(request: Request, pk: UUID) -> HttpResponse:
    """Take an event off the clock."""
    event = _event(request, pk)
    back = _back(event)
    event.delete()
    messages.success(request, _("The event is off the clock."))
    return redirect(back)


@action
def clock_fill(request: Request) -> HttpResponse:
    """Put the template's events onto the organisation's clock or a unit's."""
    keepers_only(request)
    form = UnitChoiceForm(request.POST, units=led_units(request.user))
    if not form.is_valid() or (form.cleaned_data["unit"] is None and not request.user.is_hr):
        raise Http404
    unit = form.cleaned_data["unit"]
    count = clock_template.fill(unit)
    text = ngettext("%(count)d event was added.", "%(count)d events were added. Check their months.", count)
    messages.success(request, text % {"count": count})
    return redirect(reverse("annual_clock") + (f"?unit={unit.pk}" if unit else ""))
