"""Certificates: one's own from every group and training, and a whole group's for HR to print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import organisation, pdf
from core.papers import paper, pdf_response
from verme.certificate import participation as certificates
from verme.models import Group, TrainingPlace

if TYPE_CHECKING:
    from core.request import Request


@require_GET
def certificate_list(request: Request) -> HttpResponse:
    """Mine: of groups that I have left too, and of trainings. A fixed number of queries."""
    places = TrainingPlace.objects.visible_to(request.user).of(request.user).exclude(qualified_on=None)
    context = {
        "groups": certificates.of_person(request.user),
        "trainings": places.select_related("training").order_by("-qualified_on", "pk"),
    }
    return render(request, "verme/certificate/list.html", context)


def _paper(request: Request, template: str, context: dict[str, Any], language: str) -> HttpResponse:
    """The PDF, in one of the three languages; its name names nobody."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    context |= {"EMPLOYER_NAME": organisation.current().name, "today": timezone.localdate()}
    made = pdf.render(f"verme/certificate/pdf_{template}.html", context, language, request)
    return pdf_response(made, "verme-todistus", language)


@paper
def participation_pdf(request: Request, pk: UUID, language: str) -> HttpResponse:
    """My own certificate of one group, once I have been at a meeting."""
    mine = [one for one in certificates.of_person(request.user) if one.group.pk == pk and one.attended]
    if not mine:
        raise Http404
    return _paper(request, "participation", {"certificates": mine}, language)


@paper
def group_certificates_pdf(request: Request, pk: UUID, language: str) -> HttpResponse:
    """Everybody's of one group at once, a page for each, for HR."""
    group = get_object_or_404(Group.objects.editable_by(request.user), pk=pk)
    found = certificates.of_group(group)
    if not found:
        messages.warning(request, _("Nobody has been marked present at a meeting of this group yet."))
        return redirect("season_overview", group.season_id)
    return _paper(request, "participation", {"certificates": found, "group": group}, language)


@paper
def training_certificate_pdf(request: Request, pk: UUID, language: str) -> HttpResponse:
    """That somebody has completed the training: for them, HR and the trainer."""
    rows = TrainingPlace.objects.visible_to(request.user).exclude(qualified_on=None).with_progress()
    place = get_object_or_404(rows.select_related("person", "training"), pk=pk)
    days = place.training.days()
    return _paper(request, "mentor", {"place": place, "training": place.training, "days": days}, language)
