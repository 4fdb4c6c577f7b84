"""Workshops as a list and one by one: making, publishing, cancelling, and the programme that participants see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from core import ics, long_sheets, organisation
from core.retention import deleted_on
from core.sheets import MOST_IN_SHEET, file_of
from core.views import action, page_or_action
from people.models import User
from rooms import kinds
from workshops.agenda import actions as acts
from workshops.agenda import hosts
from workshops.agenda import page as list_page
from workshops.agenda.finding import (
    doubt,
    led_agenda,
    locked_agenda,
    locked_own_agenda,
    programme_slots,
    readers_in_words,
    visible_agenda,
)
from workshops.agenda.forms import AgendaForm, HostedAgendaForm, NewAgendaForm, TemplateNameForm
from workshops.agenda.patterns import PATTERNS
from workshops.agenda.sheet import make_workshop_sheet, sheet_of
from workshops.block.actions import add_first_blocks
from workshops.block.speaking import speaks_at
from workshops.day.bar import time_bar
from workshops.facilitator.forms import PersonForm
from workshops.facilitator.models import may_facilitate, may_name_leaders, who_may_lead
from workshops.models import Agenda, OwnTemplate, SignUp
from workshops.sign_up import actions as places
from workshops.sign_up import calendar

if TYPE_CHECKING:
    from core.request import Request

MOST_RUNNING = 5  # shown above the list


@require_GET
def workshops(request: Request) -> HttpResponse:
    """The workshops that one sees: by month, searched and filtered, with the days of two months beside them."""
    asked = list_page.Asked.of(request.GET)
    rows = list_page.page_of_list(request, asked)
    context = {
        "asked": asked,
        "page": rows,
        "months": list_page.by_month(rows, asked),
        "calendar": list_page.months_of(request.user, asked),
        "heads": {column: asked.head(column) for column in list_page.SORTS},
        "most_in_sheet": MOST_IN_SHEET,
        "which": list_page.WHICH,
        "kinds": PATTERNS.values(),
        "running": Agenda.objects.visible_to(request.user)
        .running()
        .with_places()
        .order_by("starts_at", "pk")[:MOST_RUNNING],
        "facilitates": may_facilitate(request.user),
        "names_leaders": may_name_leaders(request.user),
        "rooms": sorted(kinds.KINDS.values(), key=lambda kind: str(kind.label)),
        "today": timezone.localdate(),
    }
    return render(request, "workshops/agenda/list.html", context)


def facilitators_only(user: User) -> None:
    """Only those who may lead workshops make one."""
    if not may_facilitate(user):
        raise Http404


@require_safe
def workshop_export_csv(request: Request) -> HttpResponse:
    """The workshops that the list shows, as CSV."""
    facilitators_only(request.user)
    return file_of("csv", slugify(_("Workshops")), *sheet_of(request.user, list_page.Asked.of(request.GET)))


def _xlsx_page(request: Request) -> HttpResponse:
    """The same as XLSX; a long one is made by the worker."""
    facilitators_only(request.user)
    asked, name = list_page.Asked.of(request.GET), slugify(_("Workshops"))
    count = list_page.asked_for(request.user, asked).count()
    if count > MOST_IN_SHEET:
        return long_sheets.page(request, name, count, reverse("workshops"))
    return file_of("xlsx", name, *sheet_of(request.user, asked))


def _xlsx_order(request: Request) -> HttpResponse:
    facilitators_only(request.user)
    return long_sheets.order(request, make_workshop_sheet)


workshop_export_xlsx = page_or_action(_xlsx_page, _xlsx_order)


def _new_page(request: Request, form: NewAgendaForm | None = None) -> HttpResponse:
    """A new workshop: the day and a template; the rest can wait."""
    facilitators_only(request.user)
    first = {"template": request.GET.get("template", "active-support")}
    form = form or NewAgendaForm(by=request.user, initial=first)
    context = {"form": form, "own": form.own.values(), "patterns": PATTERNS}
    return render(request, "workshops/agenda/new.html", context)


def _new(request: Request) -> HttpResponse:
    facilitators_only(request.user)
    form = NewAgendaForm(request.POST, by=request.user)
    if not form.is_valid():
        return _new_page(request, form)
    data = form.cleaned_data
    agenda = Agenda.objects.create(
        **{name: data[name] for name in ("title", "starts_at", "place", "language", "unit")},
        open_to=Agenda.OpenTo.UNIT if data["unit"] else Agenda.OpenTo.EVERYBODY,
        made_from=data["template"] if not data["template"].startswith("own-") else "",
        created_by=request.user,
    )
    agenda.facilitatings.create(person=request.user)
    add_first_blocks(agenda, data["rows"])
    messages.success(request, _("The programme is ready to be worked on. Only you see it until you publish it."))
    return redirect("agenda_build", agenda.pk)


agenda_new = page_or_action(_new_page, _new)


@require_GET
def agenda_detail(request: Request, pk: UUID) -> HttpResponse:
    """The programme as participants see it, and their own place in it."""
    agenda = visible_agenda(request, pk)
    slots = programme_slots(agenda)
    leaders = [row.person for row in agenda.facilitatings.select_related("person")]
    mine = SignUp.objects.visible_to(request.user).filter(agenda=agenda).exclude(state=SignUp.State.WITHDRAWN).first()
    context = {
        "agenda": agenda,
        "slots": slots,
        "bar": time_bar(slots),
        "ends": max((slot.end for slot in slots), default=None),
        "leaders": leaders,
        "leads": request.user in leaders,
        "mine": mine,
        "speaks_at": speaks_at(slots, request.user) if agenda.state != Agenda.State.CANCELLED else None,
        "free": places.places_left(agenda) if agenda.takes_sign_ups else None,
        "readers": readers_in_words(agenda),
        "host_page": hosts.page_of(agenda, request.user),
        "deleted": deleted_on("workshop", agenda.day),
    }
    return render(request, "workshops/agenda/detail.html", context)


@require_GET
def agenda_calendar(request: Request, pk: UUID) -> HttpResponse:
    """The calendar entry as a file."""
    return ics.download("tyopaja.ics", calendar.entry(visible_agenda(request, pk), request.user))


def _edit_page(request: Request, pk: UUID, **more: Any) -> HttpResponse:
    """Day, place, for whom, sign-up, who leads; saving as a template."""
    agenda = led_agenda(request, pk)
    leaders = [row.person for row in agenda.facilitatings.select_related("person")]
    people = who_may_lead(agenda, by=request.user).exclude(pk__in=[person.pk for person in leaders])
    context = {
        "agenda": agenda,
        "form": _form(agenda, request.user),
        "host_page": hosts.page_of(agenda, request.user),
        "leaders": leaders,
        "people": PersonForm(people=people),
        "template": TemplateNameForm(initial={"name": agenda.title}),
        "readers": readers_in_words(agenda),
        "employer": organisation.current().name,
        **more,
    }
    return render(request, "workshops/agenda/edit.html", context)


def _form(agenda: Agenda, user: User, sent: Any = None) -> AgendaForm | HostedAgendaForm:
    if agenda.host:
        return HostedAgendaForm(sent, instance=agenda)
    return AgendaForm(sent, instance=agenda, by=user)


def _edit(request: Request, pk: UUID) -> HttpResponse:
    agenda = locked_agenda(request, pk)
    form = _form(agenda, request.user, request.POST)
    if not form.is_valid():
        return _edit_page(request, pk, form=form)
    if not form.has_changed():
        return redirect("agenda_build", agenda.pk)  # a calendar takes no entry anew that is the same
    moved = form.moved and agenda.state == Agenda.State.PUBLISHED
    agenda = form.save(commit=False)
    agenda.calendar_sequence += int(moved)
    agenda.version += 1
    agenda.save()
    if moved:
        places.tell_placed(agenda, "workshop_changed")
    places.move_up(agenda)
    messages.success(request, _("Saved. Those with a place have been told.") if moved else _("Saved."))
    return redirect("agenda_build", agenda.pk)


agenda_edit = page_or_action(_edit_page, _edit)


@action
def agenda_publish(request: Request, pk: UUID) -> HttpResponse:
    """People see it from now on. A cancelled one comes back as well."""
    agenda = locked_own_agenda(request, pk)
    if agenda.state == Agenda.State.DRAFT and "over" not in request.POST and (why := doubt(agenda.slots())):
        messages.warning(request, why)
        return redirect("agenda_build", pk)
    if agenda.state != Agenda.State.PUBLISHED:
        agenda.calendar_sequence += int(agenda.state == Agenda.State.CANCELLED)
        agenda.state = Agenda.State.PUBLISHED
        agenda.save(update_fields=["state", "calendar_sequence"])
        if agenda.calendar_sequence:
            places.tell_placed(agenda, "workshop_changed")
        places.move_up(agenda)
    messages.success(request, _("The programme is published."))
    return redirect(agenda)


@action
def agenda_cancel(request: Request, pk: UUID) -> HttpResponse:
    """The workshop is not held; those with a place are told."""
    agenda = locked_own_agenda(request, pk)
    if agenda.state == Agenda.State.PUBLISHED and not agenda.begun_at:
        agenda.state = Agenda.State.CANCELLED
        agenda.calendar_sequence += 1
        agenda.save(update_fields=["state", "calendar_sequence"])
        places.tell_placed(agenda, "workshop_cancelled")
        messages.success(request, _("The workshop is cancelled. Those with a place have been told."))
    return redirect(agenda)


@action
def agenda_remove(request: Request, pk: UUID) -> HttpResponse:
    """Delete a draft that nobody else has seen."""
    agenda = locked_own_agenda(request, pk)
    if agenda.state != Agenda.State.DRAFT or agenda.begun_at:
        messages.warning(request, _("Only a draft can be deleted. Cancel the workshop instead."))
        return redirect("agenda_edit", pk)
    agenda.delete()
    messages.success(request, _("The draft has been deleted."))
    return redirect("workshops")


@action
def agenda_copy(request: Request, pk: UUID) -> HttpResponse:
    """A new draft like this one."""
    made = acts.copy(led_agenda(request, pk), by=request.user)
    messages.success(request, _("Here is a copy as a draft. Set its day; only you see it until you publish it."))
    return redirect("agenda_edit", made.pk)


# ---- Own templates


@action
def template_save(request: Request, pk: UUID) -> HttpResponse:
    """Keep the blocks to begin from again."""
    agenda = locked_agenda(request, pk)
    form = TemplateNameForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, pk, template=form)
    acts.save_as_template(agenda, form.cleaned_data["name"], by=request.user)
    messages.success(request, _("Saved as your own template. You find it when you make the next workshop."))
    return redirect("agenda_build", pk)


@action
def template_remove(request: Request, pk: UUID) -> HttpResponse:
    """Delete an own template."""
    get_object_or_404(OwnTemplate.objects.editable_by(request.user), pk=pk).delete()
    messages.success(request, _("The template has been deleted."))
    return redirect("agenda_new")
