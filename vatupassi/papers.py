"""Papers for a break room without screens: the blank board and the quick guide. The same for everybody."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vatupassi.board import place
from vatupassi.questions import Position, Question

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
        "vatupassi/pdf/paper_board.html",
        {"fi": "vatupassi-taulu-fi", "sv": "vatupassi-tavla-sv", "en": "vatupassi-board-en"},
        _("The board on paper"),
        _("Two sides to fill in by pen: the four levels, questions that help, and lines for what you agree."),
    ),
    "pikaohje": Paper(
        "vatupassi/pdf/paper_guide.html",
        {"fi": "vatupassi-pikaohje-fi", "sv": "vatupassi-snabbguide-sv", "en": "vatupassi-quick-guide-en"},
        _("Quick guide"),
        _("One page for the wall: what the VatuPassi is, how the conversation goes, and who sees what."),
    ),
}


def make(name: str, language: str) -> bytes:
    """A paper in a language. Each is made once in a process: nothing in it changes."""
    return _made(name, language, settings.EMPLOYER_NAME)


@functools.cache
def _made(name: str, language: str, employer: str) -> bytes:
    from core import pdf

    context = {
        "EMPLOYER_NAME": employer,
        "questions": Question,
        "rows": ROWS,
        "ticks": [place(position.value) for position in Position],
        "ends": (Position.MINUS_3.label, Position.MIDDLE.label, Position.PLUS_3.label),
    }
    return pdf.render(PAPERS[name].template, context, language)
