"""Signing up and leaving; for facilitators who has a place, who waits, who was there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.retention import deleted_on
from core.views import action
from workshops import hosts
from workshops.actions import places as acts
from workshops.forms.people import GuestForm
from workshops.models import Agenda, SignUp
from workshops.views import led, locked

if TYPE_CHECKING:
    from core.request import Request
    from people.models import User


def _seen_locked(request: Request, pk: UUID) -> Agenda:
    return get_object_or_404(Agenda.objects.visible_to(request.user).for_update(), pk=pk)


@action
def workshop_sign_up(request: Request, pk: UUID) -> HttpResponse:
    """A place or the waiting list."""
    agenda = _seen_locked(request, pk)
    try:
        mine = acts.sign_up(agenda, by=request.user)
    except acts.Closed:
        messages.warning(request, _("The sign-up has ended."))
        return redirect(agenda)
    if mine.state == SignUp.State.PLACED:
        messages.success(request, _("You have a place."))
    else:
        messages.success(request, _("It is full just now. You are on the waiting list and move up by yourself."))
    return redirect(agenda)


@action
def workshop_withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Leave, without a reason. The next one on the waiting list moves up."""
    agenda = _seen_locked(request, pk)
    acts.withdraw(agenda, by=request.user)
    messages.success(request, _("You have given up your place. No reason is asked."))
    open_still = Agenda.objects.visible_to(request.user).filter(pk=pk).exists()
    return redirect(agenda) if open_still else redirect("workshops")


def with_a_place(agenda: Agenda) -> list[User]:
    """Those who have signed up here, or with its host, in the order of names."""
    host = hosts.of(agenda)
    if host and host.people:
        people = list(host.people(agenda).select_related("unit"))
    else:
        people = [row.person for row in agenda.sign_ups.placed().select_related("person__unit")]
    return sorted(people, key=lambda person: (person.sort_key, str(person.pk)))


def people_of(agenda: Agenda) -> dict[str, Any]:
    """Who has a place (with whether they were there), who waits, who else was there. A fixed number of queries."""
    people = with_a_place(agenda)
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
    agenda = led(request, pk)
    host = hosts.of(agenda)
    if host and host.people is None and (found := host.page(agenda, request.user)):
        return redirect(found[1])
    return page(request, agenda, GuestForm())


def page(request: Request, agenda: Agenda, form: GuestForm) -> HttpResponse:
    """The facilitators' list, perhaps with a form that needs correcting."""
    context = people_of(agenda) | {
        "agenda": agenda,
        "form": form,
        "deleted": deleted_on("workshop_sign_ups", agenda.day),
        "presence_deleted": deleted_on("workshop_presence", agenda.day),
    }
    return render(request, "workshops/participant_list.html", context)


@action
def presence_mark(request: Request, pk: UUID) -> HttpResponse:
    """One tap for each person with a place; another one takes it back."""
    agenda = locked(request, pk)
    for person in with_a_place(agenda):
        if str(person.pk) == request.POST.get("person"):
            acts.mark(agenda, person, present=request.POST.get("present") == "1")
    return redirect("participant_list", pk)


@action
def guest_add(request: Request, pk: UUID) -> HttpResponse:
    """Somebody from outside was there."""
    agenda = locked(request, pk)
    form = GuestForm(request.POST)
    if not form.is_valid():
        return page(request, agenda, form)
    acts.add_guest(agenda, **form.cleaned_data)
    return redirect("participant_list", pk)


@action
def guest_remove(request: Request, pk: UUID) -> HttpResponse:
    """A name written by mistake."""
    agenda = locked(request, pk)
    for row in agenda.presences.filter(person=None):
        if str(row.pk) == request.POST.get("guest"):
            row.delete()
    return redirect("participant_list", pk)
