"""The programme and the attendance list as PDFs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from core import pdf
from workshops.day import kept
from workshops.models import Agenda
from workshops.views import led, seen
from workshops.views.places import people_of

if TYPE_CHECKING:
    from core.request import Request


def _paper(agenda: Agenda, template: str, name: str, **more: Any) -> HttpResponse:
    context = {
        "agenda": agenda,
        "EMPLOYER_NAME": settings.EMPLOYER_NAME,
        "footer_fi": settings.ORGANISER_FOOTER_FI or settings.EMPLOYER_NAME,
        "footer_sv": settings.ORGANISER_FOOTER_SV or settings.EMPLOYER_NAME,
        **more,
    }
    response = HttpResponse(pdf.render(template, context, agenda.language), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}-{agenda.day:%Y-%m-%d}.pdf"'
    response.headers["Content-Language"] = agenda.language
    return response


def programme(agenda: Agenda, *, full: bool = False) -> dict[str, Any]:
    """What the programme sheet shows."""
    slots = agenda.slots()
    return {
        "slots": slots,
        "ends": max((slot.end for slot in slots), default=None),
        "leaders": [row.person for row in agenda.facilitatings.select_related("person")],
        "full": full,
        "kept": kept(agenda, agenda.blocks.all()) if full and agenda.ended_at else [],
    }


@require_GET
def programme_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The participants' programme sheet."""
    agenda = seen(request, pk)
    return _paper(agenda, "workshops/pdf/programme.html", "ohjelma", **programme(agenda))


@require_GET
def programme_pdf_full(request: Request, pk: UUID) -> HttpResponse:
    """The facilitators' sheet: lengths, ends, gaps, notes."""
    agenda = led(request, pk)
    return _paper(agenda, "workshops/pdf/programme.html", "ohjelma-vetajille", **programme(agenda, full=True))


@require_GET
def participant_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The attendance list: Sukunimi Etunimi in Finnish order, to be signed or with who was there."""
    agenda = led(request, pk)
    return _paper(agenda, "workshops/pdf/participants.html", "osallistujat", **people_of(agenda))
