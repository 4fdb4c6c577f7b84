"""Who leads: HR's small register of facilitators, and the leaders named on a workshop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.outbox import send
from core.views import action
from people.models import User
from workshops.agenda.finding import locked_agenda
from workshops.agenda.models import without_leader
from workshops.facilitator.actions import name_leader, remove_leader
from workshops.facilitator.forms import FacilitatorForm, PersonForm
from workshops.facilitator.models import may_name_leaders, who_may_lead
from workshops.models import Facilitator

if TYPE_CHECKING:
    from core.request import Request
    from people.user.models import UserQuerySet

MOST = 20  # workshops that nobody leads: each has a list of people to choose from


def _hr_only(user: User) -> None:
    if not user.is_hr:
        raise Http404


def who_may_facilitate(user: User) -> UserQuerySet | None:
    """Whom HR may add to the register: who is not in it yet. HR leads anyway."""
    if not user.is_hr:
        return None
    named = Facilitator.objects.visible_to(user).values("person")
    return User.objects.visible_to(user).findable().exclude(pk__in=named).filter(is_hr=False)


def _form(request: Request, data: Any = None) -> FacilitatorForm:
    return FacilitatorForm(data, by=request.user)


@require_GET
def facilitator_list(request: Request) -> HttpResponse:
    """Who may lead workshops of any unit, and the workshops that nobody leads any more."""
    if not may_name_leaders(request.user):
        raise Http404
    return _list_page(request, _form(request))


def _list_page(request: Request, form: FacilitatorForm) -> HttpResponse:
    rows = Facilitator.objects.visible_to(request.user).select_related("person__unit")
    alone = [
        (agenda, PersonForm(people=who_may_lead(agenda, by=request.user)))
        for agenda in without_leader(request.user)[:MOST]
    ]
    readers = _("HR.") if request.user.is_hr else _("HR, and you while HR is one person.")
    context = {"rows": rows, "form": form, "alone": alone, "readers": readers}
    return render(request, "workshops/facilitator/list.html", context)


@action
def facilitator_add(request: Request) -> HttpResponse:
    """HR names somebody; they are told. Twice is once."""
    _hr_only(request.user)
    form = _form(request, request.POST)
    if form.is_valid():
        person = form.cleaned_data["person"]
        Facilitator.objects.create(person=person)
        send("workshop_facilitator", to=person)
        messages.success(request, _("%(name)s may lead workshops now.") % {"name": person.name})
    elif not request.POST.get("person-which"):  # somebody chosen twice is there already
        return _list_page(request, form)
    return redirect("facilitator_list")


@action
def facilitator_remove(request: Request, pk: UUID) -> HttpResponse:
    """Out of the register: from the next request on, only what their own supervision allows. They are told by whom."""
    row = get_object_or_404(Facilitator.objects.editable_by(request.user).select_related("person"), pk=pk)
    row.delete()
    send("workshop_facilitator_no_more", to=row.person, by=request.user.pk)
    messages.success(request, _("Taken out of the register."))
    return redirect("facilitator_list")


@action
def agenda_adopt(request: Request, pk: UUID) -> HttpResponse:
    """HR names another person to lead a workshop that nobody may lead any more."""
    agenda = get_object_or_404(without_leader(request.user).for_update(), pk=pk)
    form = PersonForm(request.POST, people=who_may_lead(agenda, by=request.user))
    if form.is_valid():
        person = form.cleaned_data["person"]
        name_leader(agenda, person, by=request.user)
        messages.success(request, _("%(name)s leads this workshop as well.") % {"name": person.name})
    else:
        messages.error(request, _("Choose the person from the list. Nobody can name themselves."))
    return redirect("facilitator_list")


# ---- On one workshop


@action
def facilitating_add(request: Request, pk: UUID) -> HttpResponse:
    """Name another facilitator: of the unit's supervisors, HR and the register."""
    agenda = locked_agenda(request, pk)
    form = PersonForm(request.POST, people=who_may_lead(agenda, by=request.user))
    if form.is_valid():
        person = form.cleaned_data["person"]
        name_leader(agenda, person, by=request.user)
        messages.success(request, _("%(name)s leads this workshop as well.") % {"name": person.name})
    else:
        messages.error(request, _("Choose the person from the list. Nobody can name themselves."))
    return redirect("agenda_edit", pk)


@action
def facilitating_remove(request: Request, pk: UUID) -> HttpResponse:
    """Somebody leads it no more. One facilitator always stays."""
    agenda = locked_agenda(request, pk)
    rows = list(agenda.facilitatings.select_related("person"))
    for row in rows:
        if str(row.person_id) == request.POST.get("person") and len(rows) > 1:
            remove_leader(agenda, row.person, by=request.user)
            return redirect("workshops") if row.person_id == request.user.pk else redirect("agenda_edit", pk)
    messages.warning(request, _("Somebody has to lead it: name another one first."))
    return redirect("agenda_edit", pk)
