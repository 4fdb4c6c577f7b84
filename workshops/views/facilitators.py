"""HR's small register of facilitators. Supervisors of the unit need no entry."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.outbox import send
from core.views import action
from people.models import User
from workshops.actions.places import name_leader
from workshops.forms.people import PersonForm
from workshops.models import Facilitator
from workshops.models.agenda import left_alone, who_may_lead

if TYPE_CHECKING:
    from core.request import Request

MOST = 20  # workshops that nobody leads: each has a list of people to choose from


def _hr_only(user: User) -> None:
    if not user.is_hr:
        raise Http404


def _form(request: Request, data: object = None) -> PersonForm:
    named = Facilitator.objects.visible_to(request.user).values("person")
    people = User.objects.visible_to(request.user).active().exclude(pk__in=named)
    return PersonForm(data, people=people.filter(is_hr=False))


@require_GET
def facilitator_list(request: Request) -> HttpResponse:
    """Who may lead workshops of any unit."""
    _hr_only(request.user)
    rows = Facilitator.objects.visible_to(request.user).select_related("person__unit")
    alone = [(agenda, PersonForm(people=who_may_lead(agenda))) for agenda in left_alone(request.user)[:MOST]]
    return render(request, "workshops/facilitator_list.html", {"rows": rows, "form": _form(request), "alone": alone})


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
    return redirect("facilitator_list")


@action
def facilitator_remove(request: Request, pk: UUID) -> HttpResponse:
    """Out of the register: from the next request on, only what their own supervision allows."""
    get_object_or_404(Facilitator.objects.editable_by(request.user), pk=pk).delete()
    messages.success(request, _("Taken out of the register."))
    return redirect("facilitator_list")


@action
def agenda_adopt(request: Request, pk: UUID) -> HttpResponse:
    """HR names somebody to lead a workshop that nobody may lead any more."""
    agenda = get_object_or_404(left_alone(request.user).for_update(), pk=pk)
    form = PersonForm(request.POST, people=who_may_lead(agenda))
    if form.is_valid():
        person = form.cleaned_data["person"]
        name_leader(agenda, person)
        messages.success(request, _("%(name)s leads this workshop as well.") % {"name": person.name})
    return redirect("facilitator_list")
