"""The support path with whom to call, and HR's page of the contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.views import action, page_or_action
from support.models import Contact, NearSupporter
from support.path.forms import ContactForm
from support.path.models import WhomToCall

if TYPE_CHECKING:
    from core.request import Request

MOST_NEAR = 12


@require_GET
def support_path(request: Request) -> HttpResponse:
    """From work that goes well to help from outside, with the number to call at each step."""
    rows = NearSupporter.objects.near(request.user)
    context = {"whom": WhomToCall(), "supervisor": request.user.supervisor, "near": list(rows[:MOST_NEAR])}
    return render(request, "support/path/path.html", context)


def _hr_only(request: Request) -> None:
    if not request.user.is_hr:
        raise Http404


@require_GET
def contact_list(request: Request) -> HttpResponse:
    """The contacts by place, and what is missing before everybody is shown them."""
    _hr_only(request)
    whom = WhomToCall()
    places = [(place, whom.at(place), place in whom.missing) for place in Contact.Place]
    return render(request, "support/path/contacts.html", {"whom": whom, "places": places})


def _form_page(request: Request, form: ContactForm) -> HttpResponse:
    return render(request, "support/path/contact.html", {"form": form, "contact": form.instance})


def _new(request: Request) -> HttpResponse:
    """The form of a new contact."""
    _hr_only(request)
    return _form_page(request, ContactForm(by=request.user, initial={"place": request.GET.get("place", "")}))


def _add(request: Request) -> HttpResponse:
    """Add one. A double click adds one."""
    _hr_only(request)
    form = ContactForm(request.POST, by=request.user)
    if not form.is_valid():
        return _form_page(request, form)
    Contact.objects.editable_by(request.user).get_or_create(**form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("contact_list")


def _contact(request: Request, pk: UUID, *, lock: bool = False) -> Contact:
    rows = Contact.objects.editable_by(request.user)
    return get_object_or_404(rows.select_for_update() if lock else rows, pk=pk)


def _edit(request: Request, pk: UUID) -> HttpResponse:
    """The form of one."""
    return _form_page(request, ContactForm(instance=_contact(request, pk), by=request.user))


def _save(request: Request, pk: UUID) -> HttpResponse:
    form = ContactForm(request.POST, instance=_contact(request, pk, lock=True), by=request.user)
    if not form.is_valid():
        return _form_page(request, form)
    form.save()
    messages.success(request, _("Saved."))
    return redirect("contact_list")


contact_new = page_or_action(_new, _add)
contact_edit = page_or_action(_edit, _save)


@action
def contact_remove(request: Request, pk: UUID) -> HttpResponse:
    """Remove one, unless the path would miss it."""
    contact = _contact(request, pk)
    if WhomToCall().may_go(contact):
        contact.delete()
        messages.success(request, _("Removed."))
    else:
        told = _("%(name)s is the only one here, and the path needs somebody. Add another first, or change this one.")
        messages.error(request, told % {"name": contact.name})
    return redirect("contact_list")
