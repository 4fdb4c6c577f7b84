"""HR's register of mentors, and who leads which group."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.names import MOST_WORDS, sort_key
from core.pages import paged
from core.views import action, page_or_action
from verme.group.models import only_hr_person
from verme.mentor import actions as acts
from verme.mentor.forms import MentorForm, NameHrForm, NameMentorForm
from verme.models import Group, Mentor, Mentoring
from verme.season.views import a_group, hr_only

if TYPE_CHECKING:
    from core.request import Request


@require_GET
def mentor_list(request: Request) -> HttpResponse:
    """Who they are, by role and field; who has led which group; who is free. A fixed number of queries."""
    hr_only(request)
    query, only_free = request.GET.get("q", "").strip(), request.GET.get("free") == "1"
    rows = Mentor.objects.visible_to(request.user).with_busy().select_related("person")
    for word in query.split()[:MOST_WORDS]:
        name = Q(person__sort_key__contains=sort_key(word))
        rows = rows.filter(name | Q(role__icontains=word) | Q(field__icontains=word))
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
    return render(request, "verme/mentor/list.html", {"page": page, "query": query, "only_free": only_free})


def _page(request: Request, form: MentorForm, mentor: Mentor | None = None) -> HttpResponse:
    return render(request, "verme/mentor/edit.html", {"form": form, "mentor": mentor})


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


def _mentor(request: Request, pk: UUID, *, lock: bool = False) -> Mentor:
    rows = Mentor.objects.editable_by(request.user).select_related("person")
    return get_object_or_404(rows.select_for_update(of=("self",)) if lock else rows, pk=pk)


def _edit_page(request: Request, pk: UUID) -> HttpResponse:
    """Role, field and qualification."""
    mentor = _mentor(request, pk)
    return _page(request, MentorForm(instance=mentor, by=request.user), mentor)


def _save(request: Request, pk: UUID) -> HttpResponse:
    mentor = _mentor(request, pk, lock=True)
    form = MentorForm(request.POST, instance=mentor, by=request.user)
    if not form.is_valid():
        return _page(request, form, _mentor(request, pk))
    form.save()
    messages.success(request, _("Saved."))
    return redirect("mentor_list")


mentor_new = page_or_action(_new_page, _add)
mentor_edit = page_or_action(_edit_page, _save)


# Where there is one HR person only, the system administrator names them


def _hr_page(request: Request, form: NameHrForm | None = None) -> HttpResponse:
    """The administrator's one page of Verme: groups by name, and nothing of what is in them."""
    if not request.user.is_admin:
        raise Http404
    person = only_hr_person(request.user)
    form = form or NameHrForm(by=request.user)
    return render(request, "verme/mentor/hr.html", {"person": person, "form": form})


def _name_hr(request: Request) -> HttpResponse:
    if not request.user.is_admin:
        raise Http404
    form, person = NameHrForm(request.POST, by=request.user), only_hr_person(request.user)
    if person is None:
        messages.warning(request, _("There is more than one HR person: they name each other."))
        return redirect("hr_mentor")
    if not form.is_valid():
        return _hr_page(request, form)
    acts.name(form.cleaned_data["group"], acts.register(person, by=request.user), by=request.user)
    messages.success(request, _("The mentor is named."))
    return redirect("hr_mentor")


hr_mentor = page_or_action(_hr_page, _name_hr)


# Who leads a group


@require_GET
def group_mentors(request: Request, pk: UUID) -> HttpResponse:
    """The mentors of a group, and naming one. Nobody names themselves."""
    return _mentors_page(request, a_group(request, pk))


def _mentors_page(request: Request, group: Group, form: NameMentorForm | None = None) -> HttpResponse:
    context = {
        "group": group,
        "form": form or NameMentorForm(group=group, by=request.user),
        "mentorings": Mentoring.objects.editable_by(request.user).filter(group=group).select_related("person"),
    }
    return render(request, "verme/mentor/of_group.html", context)


@action
def mentoring_add(request: Request, pk: UUID) -> HttpResponse:
    """Name a mentor; for a group that is going on they start as a substitute."""
    group = a_group(request, pk)
    if group.state == Group.State.ENDED:
        messages.warning(request, _("The group has ended. It gets no new mentor."))
        return redirect("group_mentors", pk)
    form = NameMentorForm(request.POST, group=group, by=request.user)
    if not form.is_valid():
        return _mentors_page(request, group, form)
    acts.name(group, form.cleaned_data["mentor"], by=request.user)
    messages.success(request, _("The mentor is named."))
    return redirect("group_mentors", pk)


@action
def mentoring_end(request: Request, pk: UUID) -> HttpResponse:
    """A mentor leads no more: nothing of the group is theirs to see from the next request on."""
    mentoring = get_object_or_404(Mentoring.objects.editable_by(request.user).select_related("group", "person"), pk=pk)
    acts.stop(mentoring, by=request.user)
    messages.success(request, _("The mentor leads the group no more."))
    return redirect("group_mentors", mentoring.group_id)
