"""HR's register of mentors."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.names import sort_key
from people.views import page_or_action, paged
from verme.forms.mentors import MentorForm
from verme.models import Mentor, Mentoring
from verme.views.seasons import hr_only

if TYPE_CHECKING:
    from core.request import Request


@require_GET
def mentor_list(request: Request) -> HttpResponse:
    """Who they are, by role and field; who has led which group; who is free. A fixed number of queries."""
    hr_only(request)
    query, only_free = request.GET.get("q", "").strip(), request.GET.get("free") == "1"
    rows = Mentor.objects.editable_by(request.user).with_busy().select_related("person")
    for word in query.split():
        name = rows.filter(person__sort_key__contains=sort_key(word))
        rows = name | rows.filter(role__icontains=word) | rows.filter(field__icontains=word)
    if only_free:
        rows = rows.free()
    page = paged(request, rows)
    led: dict[UUID, list[Mentoring]] = defaultdict(list)
    people = [mentor.person_id for mentor in page]
    for mentoring in (
        Mentoring.objects.editable_by(request.user)
        .filter(person__in=people)
        .select_related("group__season")
        .order_by("-starts_on")
    ):
        led[mentoring.person_id].append(mentoring)
    for mentor in page:
        mentor.led = led[mentor.person_id]  # type: ignore[attr-defined]
    return render(request, "verme/mentor_list.html", {"page": page, "query": query, "only_free": only_free})


def _page(request: Request, form: MentorForm, mentor: Mentor | None = None) -> HttpResponse:
    return render(request, "verme/mentor_edit.html", {"form": form, "mentor": mentor})


def _new_page(request: Request) -> HttpResponse:
    """Somebody becomes a mentor."""
    hr_only(request)
    return _page(request, MentorForm(by=request.user))


def _add(request: Request) -> HttpResponse:
    hr_only(request)
    form = MentorForm(request.POST, by=request.user)
    if not form.is_valid():
        return _page(request, form)
    form.save()
    messages.success(request, _("The mentor is in the register."))
    return redirect("mentor_list")


def _mentor(request: Request, pk: UUID) -> Mentor:
    return get_object_or_404(Mentor.objects.editable_by(request.user).select_related("person"), pk=pk)


def _edit_page(request: Request, pk: UUID) -> HttpResponse:
    """Role, field and qualification."""
    mentor = _mentor(request, pk)
    return _page(request, MentorForm(instance=mentor, by=request.user), mentor)


def _save(request: Request, pk: UUID) -> HttpResponse:
    mentor = _mentor(request, pk)
    form = MentorForm(request.POST, instance=mentor, by=request.user)
    if not form.is_valid():
        return _page(request, form, _mentor(request, pk))
    form.save()
    messages.success(request, _("Saved."))
    return redirect("mentor_list")


mentor_new = page_or_action(_new_page, _add)
mentor_edit = page_or_action(_edit_page, _save)
