"""What stands on a memo's paper, as its template lays it out: words in the memo's language, levels, dates."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from vatupassi.level.picture import Level


@dataclass(frozen=True)
class Said:
    """One party's mark on a level, in words."""

    side: str
    name: str
    now: str  # "slightly on the plus side"
    target: str = ""  # "clearly on the plus side", or empty

    @property
    def mark(self) -> str:
        """Both in one sentence."""
        return f"{self.now}, " + _("target %(position)s") % {"position": self.target} if self.target else self.now


@dataclass(frozen=True)
class Words:
    """A text and its label: the writer's name, or the slot's."""

    name: str
    text: str

    @property
    def beside(self) -> bool:
        """Whether the text stands beside its label; a long one stands under it, so that it may break over pages."""
        return len(self.name) <= 32 and len(self.text) <= 600 and self.text.count("\n") <= 12


@dataclass(frozen=True)
class Row:
    """One level of the board: the drawing and each party's mark in words."""

    level: Level
    said: tuple[Said, ...]
    steps: str  # "2 agreed steps", or empty


@dataclass(frozen=True)
class Part:
    """One heading of the notes: what the parties wrote alone, then the slots they wrote in together."""

    title: str
    said: tuple[Words, ...]
    slots: tuple[Words, ...]


@dataclass(frozen=True)
class Asked:
    """One question on the paper: its level, if somebody marked it, and beside it what was written."""

    title: str
    row: Row | None
    words: tuple[Words, ...]

    @property
    def beside(self) -> bool:
        """Whether the texts are short enough for a column; longer ones take the whole width and break over pages."""
        return all(one.beside for one in self.words) and sum(len(one.text) for one in self.words) <= 500


@dataclass(frozen=True)
class AgreementRow:
    """One row of the agreements table."""

    text: str
    marks: tuple[str, ...]  # "a trial", "helps at once", "measure: job rotation"
    who: str
    due_on: datetime.date
    question: str

    @property
    def tags(self) -> str:
        """The marks in one line."""
        return " · ".join(self.marks)


@dataclass(frozen=True)
class Party:
    """One of the two, as the paper's head shows them."""

    side: str
    name: str
    title: str


@dataclass(frozen=True)
class View:
    """A differing view as the annex shows it."""

    name: str
    text: str
    at: datetime.datetime


@dataclass(frozen=True)
class Page:
    """All that the memo's template shows."""

    day: datetime.date
    lede: str  # occasion and time
    parties: list[Party]
    around: list[str]  # unit, place, whom the employee brought
    facts: list[tuple[str, list[str]]]
    rows: list[Row]
    parts: list[Part]
    asked: list[Asked]  # the same two, question by question
    agreements: list[AgreementRow]
    questions: bool  # whether the agreements say which question they move
    follow_up: datetime.datetime | None
    confirmations: list[tuple[str, datetime.datetime | None]]  # without a time: not yet
    readers: str
    deleted: str
    left_out: list[str]
    secrecy: str
    number: int
    views: list[View] = field(default_factory=list)

    @property
    def has(self) -> dict[str, bool]:
        """Which marks the drawing has, for its key."""
        levels = [row.level for row in self.rows]
        return {
            "other": any(level.other is not None for level in levels),
            "target": any(level.target is not None for level in levels),
            "steps": any(level.steps for level in levels),
        }
