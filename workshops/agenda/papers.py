"""The programme as a PDF: for participants, and for those who lead the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse

from core import organisation, pdf
from core.papers import paper, pdf_response
from workshops.agenda.finding import led_agenda, visible_agenda
from workshops.day.schedule import held_blocks
from workshops.models import Agenda

if TYPE_CHECKING:
    from core.request import Request

_SHEET = "workshops/agenda/pdf_programme.html"


LONGEST_PIECE = 48  # letters that stand on one line of the foot
NO_BREAK_SPACE, NO_BREAK_HYPHEN = "\u00a0", "\u2011"


def unbroken(foot: str) -> str:
    """The organiser's lines, broken between their pieces only: no telephone or number falls onto two lines."""
    pieces = foot.split(" · ")
    kept = [piece.replace(" ", NO_BREAK_SPACE).replace("-", NO_BREAK_HYPHEN) for piece in pieces]
    whole = [new if len(new) <= LONGEST_PIECE else old for new, old in zip(kept, pieces, strict=True)]
    return f"{NO_BREAK_SPACE}· ".join(whole)


def agenda_pdf(request: Request, agenda: Agenda, template: str, name: str, **more: Any) -> HttpResponse:
    """A PDF about this agenda, in its language and with its day in the name."""
    context = {
        "agenda": agenda,
        "EMPLOYER_NAME": organisation.current().name,
        "footer_fi": unbroken(organisation.current().footer_fi or organisation.current().name),
        "footer_sv": unbroken(organisation.current().footer_sv or organisation.current().name),
        **more,
    }
    made = pdf.render(template, context, agenda.language, request)
    return pdf_response(made, f"{name}-{agenda.day:%Y-%m-%d}", agenda.language)


def programme_context(agenda: Agenda, *, full: bool = False) -> dict[str, Any]:
    """What the programme sheet shows."""
    slots = agenda.slots()
    return {
        "slots": slots,
        "ends": max((slot.end for slot in slots), default=None),
        "leaders": [row.person for row in agenda.facilitatings.select_related("person")],
        "full": full,
        "kept": held_blocks(agenda, agenda.blocks.all()) if full and agenda.ended_at else [],
    }


@paper
def programme_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The participants' programme sheet."""
    agenda = visible_agenda(request, pk)
    return agenda_pdf(request, agenda, _SHEET, "ohjelma", **programme_context(agenda))


@paper
def programme_pdf_full(request: Request, pk: UUID) -> HttpResponse:
    """The facilitators' sheet: lengths, ends, gaps, notes."""
    agenda = led_agenda(request, pk)
    return agenda_pdf(request, agenda, _SHEET, "ohjelma-vetajille", **programme_context(agenda, full=True))
