"""Papers for a break room without screens: the blank board and the quick guide. The same for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import content, organisation, pdf
from vatupassi.level.picture import x_of
from vatupassi.level.questions import Position, Question

if TYPE_CHECKING:
    from core.request import Request

ROWS = range(7)  # lines for agreements on the board


@dataclass(frozen=True)
class Paper:
    """One paper: its template, the name of its file in each language, and how the page of papers tells of it."""

    template: str
    files: dict[str, str]
    title: str | Promise
    about: str | Promise


PAPERS = {
    "taulu": Paper(
        "vatupassi/level/pdf_board.html",
        {"fi": "vatupassi-taulu-fi", "sv": "vatupassi-tavla-sv", "en": "vatupassi-board-en"},
        _("The board on paper"),
        _("Two sides to fill in by pen: the four levels, questions that help, and lines for what you agree."),
    ),
    "pikaohje": Paper(
        "vatupassi/level/pdf_guide.html",
        {
            "fi": "vatupassi-pikaohje-fi",
            settings.EASY_FINNISH: "vatupassi-pikaohje-selko",
            "sv": "vatupassi-snabbguide-sv",
            "en": "vatupassi-quick-guide-en",
        },
        _("Quick guide"),
        _("One page for the wall: what the VatuPassi is, how the conversation goes, and who sees what."),
    ),
}
_made: dict[tuple[str, ...], bytes] = {}


def make_paper(name: str, language: str, request: Request | None = None) -> bytes:
    """A paper in a language. Each is made once in a process: nothing in it changes but the employer."""
    employer = organisation.current()
    key = (name, language, employer.name, employer.logo_hash, content.fingerprint())
    if found := _made.get(key):
        return found
    context = {
        "EMPLOYER_NAME": employer.name,
        "questions": Question,
        "rows": ROWS,
        "ticks": [x_of(position.value) for position in Position],
        "ends": (Position.MINUS_3.label, Position.MIDDLE.label, Position.PLUS_3.label),
    }
    made = _made[key] = pdf.render(PAPERS[name].template, context, language, request)
    return made
