"""Who takes part and who was there, for the facilitators: a list to tap on and a paper to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.papers import paper
from core.retention import deleted_on
from core.views import action
from workshops.agenda.finding import led_agenda, locked_agenda
from workshops.agenda.papers import agenda_pdf
from workshops.attendance import actions as acts
from workshops.attendance.forms import GuestForm
from workshops.models import Agenda

if TYPE_CHECKING:
    from core.request import Request
    from people.models import User


def people_with_a_place(agenda: Agenda) -> list[User]:
    """Those who have signed up here, or with its host, in the order of names."""
    host = agenda.host_app
    if host and host.people:
        people = list(host.people(agenda).select_related("unit"))
    else:
        people = [row.person for row in agenda.sign_ups.placed().select_related("person__unit")]
    return sorted(people, key=lambda person: (person.sort_key, str(person.pk)))


def participants(agenda: Agenda) -> dict[str, Any]:
    """Who has a place (with whether they were there), who waits, who else was there. A fixed number of queries."""
    people = people_with_a_place(agenda)
    presences = list(agenda.presences.all())
    here = {row.person_id for row in presences if row.person_id}
    placed = [(person, person.pk in here) for person in people]
    known = {person.pk for person in people}
    return {
        "placed": placed,
        "waiting": [row.person for row in agenda.sign_ups.waiting().select_related("person")],
        "guests": [row for row in presences if row.person_id is None or row.person_id not in known],
        "present": presences,
    }


@require_GET
def participant_list(request: Request, pk: UUID) -> HttpResponse:
    """Who takes part, for the facilitators. A host that keeps attendance itself has a page of its own."""
    agenda = led_agenda(request, pk)
    host = agenda.host_app
    if host and host.people is None and (found := host.page(agenda, request.user)):
        return redirect(found[1])
    return participant_page(request, agenda, GuestForm())


def participant_page(request: Request, agenda: Agenda, form: GuestForm) -> HttpResponse:
    """The facilitators' list, perhaps with a form that needs correcting."""
    context = participants(agenda) | {
        "agenda": agenda,
        "form": form,
        "has_come": agenda.day <= timezone.localdate(),
        "deleted": deleted_on("workshop_sign_ups", agenda.day),
        "presence_deleted": deleted_on("workshop_presence", agenda.day),
    }
    return render(request, "workshops/attendance/list.html", context)


@action
def presence_mark(request: Request, pk: UUID) -> HttpResponse:
    """One tap for each person with a place; another one takes it back."""
    agenda = locked_agenda(request, pk)
    for person in people_with_a_place(agenda):
        if str(person.pk) == request.POST.get("person"):
            acts.mark_present(agenda, person, present=request.POST.get("present") == "1")
    return redirect("participant_list", pk)


@action
def guest_add(request: Request, pk: UUID) -> HttpResponse:
    """Somebody from outside was there."""
    agenda = locked_agenda(request, pk)
    form = GuestForm(request.POST)
    if not form.is_valid():
        return participant_page(request, agenda, form)
    acts.add_guest(agenda, **form.cleaned_data)
    return redirect("participant_list", pk)


@action
def guest_remove(request: Request, pk: UUID) -> HttpResponse:
    """A name written by mistake."""
    agenda = locked_agenda(request, pk)
    for row in agenda.presences.filter(person=None):
        if str(row.pk) == request.POST.get("guest"):
            row.delete()
    return redirect("participant_list", pk)


@paper
def participant_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The attendance list: Sukunimi Etunimi in Finnish order, to be signed or with who was there."""
    agenda = led_agenda(request, pk)
    return agenda_pdf(request, agenda, "workshops/attendance/pdf.html", "osallistujat", **participants(agenda))
