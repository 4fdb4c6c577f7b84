"""The register of people. For HR and the system administrator; for everybody else it does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from core import pdf
from core.names import sort_key
from core.outbox import send
from core.request import Request
from core.views import action
from people import actions
from people.models import Activation, Unit, User
from people.register_forms import PersonForm
from people.views import page_or_action, paged


def keepers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 for whoever does not keep the register."""

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.keeps_register:
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def _person(request: Request, pk: UUID) -> User:
    return get_object_or_404(User.objects.editable_by(request.user).select_related("unit"), pk=pk)


def _other(request: Request, pk: UUID) -> User:
    """Somebody else than oneself, whose sign-in may be looked after."""
    return get_object_or_404(User.objects.editable_by(request.user).active().exclude(pk=request.user.pk), pk=pk)


@keepers_only
@require_safe
def person_list(request: Request) -> HttpResponse:
    """People in Finnish order, found by any part of their names."""
    query, unit, ended = (request.GET.get(name, "").strip() for name in ("q", "unit", "ended"))
    people = User.objects.editable_by(request.user).filter(is_active=not ended).select_related("unit").with_supervisor()
    for word in query.split():
        people = people.filter(sort_key__contains=sort_key(word))
    chosen = None
    if unit == "none":
        people = people.filter(unit=None)
    elif unit:
        chosen = Unit.objects.visible_to(request.user).filter(pk=unit).first() if _is_uuid(unit) else None
        people = people.below(chosen) if chosen else people.none()
    page = paged(request, people)
    supervisors = User.objects.visible_to(request.user).in_bulk({person.supervisor_id for person in page})
    rows = [(person, supervisors.get(person.supervisor_id)) for person in page]
    filters = urlencode({name: value for name, value in (("q", query), ("unit", unit), ("ended", ended)) if value})
    context = {
        "page": page,
        "rows": rows,
        "query": query,
        "unit": unit,
        "chosen": chosen,
        "ended": ended,
        "filters": f"{filters}&" if filters else "",
    }
    return render(request, "people/person_list.html", context)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _add_page(request: Request, form: PersonForm | None = None) -> HttpResponse:
    """A new person."""
    form = form or PersonForm(
        by=request.user, initial={"unit": request.GET.get("unit"), "language": settings.LANGUAGE_CODE}
    )
    return render(request, "people/person_add.html", {"form": form})


def _add(request: Request) -> HttpResponse:
    form = PersonForm(request.POST, by=request.user)
    if not form.is_valid():
        return _add_page(request, form)
    person = form.save(commit=False)
    person.set_unusable_password()
    person.save()
    messages.success(request, _("%(name)s is added. Now the way to sign in.") % {"name": person.name})
    return redirect("person_edit", person.pk)


def _edit_page(request: Request, pk: UUID, form: PersonForm | None = None) -> HttpResponse:
    """A person's data and sign-in."""
    person = _person(request, pk)
    form = form or PersonForm(instance=person, by=request.user)
    supervisor = person.supervisor
    context = {
        "form": form,
        "person": person,
        "supervisor": supervisor,
        "is_self": person.pk == request.user.pk,
        "second_step": is_mfa_enabled(person, [Authenticator.Type.TOTP]),
    }
    return render(request, "people/person_edit.html", context)


def _edit(request: Request, pk: UUID) -> HttpResponse:
    person = get_object_or_404(User.objects.editable_by(request.user).select_for_update(), pk=pk)
    earlier = person.email
    form = PersonForm(request.POST, instance=person, by=request.user)
    if not form.is_valid():
        return _edit_page(request, pk, form)
    with actions.telling_of_supervisors(User.objects.visible_to(request.user).filter(pk=pk)):
        form.save()
    if form.sign_in_changed:
        send("sign_in_data_changed", to=person, address=earlier or person.email)  # a new address may be another's
    if form.tasks_changed:
        send("role_changed", to=person)
        actions.ask_second_step(person)
    messages.success(request, _("Saved."))
    return redirect("person_edit", pk)


def _leave_page(request: Request, pk: UUID) -> HttpResponse:
    """What happens when an employment ends."""
    return render(request, "people/person_leave.html", {"person": _other(request, pk)})


def _leave(request: Request, pk: UUID) -> HttpResponse:
    person = _other(request, pk)
    actions.end_employment(person, by=request.user)
    messages.success(request, _("%(name)s can no longer sign in.") % {"name": person.name})
    return redirect("person_list")


person_add = keepers_only(page_or_action(_add_page, _add))
person_edit = keepers_only(page_or_action(_edit_page, _edit))
person_leave = keepers_only(page_or_action(_leave_page, _leave))


@keepers_only
@action
def person_return(request: Request, pk: UUID) -> HttpResponse:
    """The person works here again and may sign in."""
    person = _person(request, pk)
    person.is_active = True
    person.save(update_fields=["is_active"])
    messages.success(request, _("%(name)s may sign in again. Check the unit and the lines.") % {"name": person.name})
    return redirect("person_edit", pk)


@keepers_only
@action
def person_invite(request: Request, pk: UUID) -> HttpResponse:
    """Send the link for the first sign-in."""
    person = _other(request, pk)
    if not person.email:
        messages.error(request, _("There is no e-mail address. Add it first, or print a letter."))
    else:
        send("activation", to=person)
        messages.success(request, _("The link is on its way to %(address)s.") % {"address": person.email})
    return redirect("person_edit", pk)


@keepers_only
@action
def person_letter(request: Request, pk: UUID) -> HttpResponse:
    """A letter with a new one-time code, as a PDF. It exists only here: an earlier letter is void."""
    person = _other(request, pk)
    code = Activation.make(person)
    send("letter_made", to=person)
    activation = Activation.objects.get(pk=person.pk)
    context = {
        "person": person,
        "code": code,
        "expires_on": activation.expires_at,
        "address": settings.SITE_URL,
        "EMPLOYER_NAME": settings.EMPLOYER_NAME,
    }
    content = pdf.render("people/activation_letter.html", context, person.language)
    with override(person.language):
        name = slugify(_("letter"))
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@keepers_only
@action
def person_second_step_off(request: Request, pk: UUID) -> HttpResponse:
    """Remove the second step of somebody who has lost the phone and the codes."""
    person = _other(request, pk)
    actions.remove_second_step(person, by=request.user)
    messages.success(request, _("The second step is removed, and %(name)s was told.") % {"name": person.name})
    return redirect("person_edit", pk)
