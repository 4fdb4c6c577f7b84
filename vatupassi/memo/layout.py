"""A memo's content made ready for its page: labels, dates and levels in the memo's language.

Everything here is made under `translation.override` (see `draw_memo`); the template only lays it out.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import formats, pdf
from core.retention import Period
from vatupassi.level.picture import Level, position_label
from vatupassi.level.questions import Question
from vatupassi.memo.content import (
    MemoContent,
    OpenedView,
)
from vatupassi.models import Side
from vatupassi.occasion.steps import STEPS, Slot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.request import Request
    from vatupassi.models import Memo as FrozenMemo


@dataclass(frozen=True)
class Said:
    """One party's mark on a level, in words."""

    name: str
    mark: str  # "slightly on the plus side, target clearly on the plus side"


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
class AgreementRow:
    """One row of the agreements table."""

    text: str
    tags: str  # "a trial · helps at once · measure: job rotation", or empty
    who: str
    due_on: datetime.date
    question: str


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
    facts: list[tuple[str, list[str]]]
    rows: list[Row]
    parts: list[Part]
    agreements: list[AgreementRow]
    questions: bool  # whether the agreements say which question they move
    follow_up: datetime.datetime | None
    confirmations: list[tuple[str, datetime.datetime]]
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


def page(content: MemoContent, language: str, views: Sequence[OpenedView] = (), *, number: int = 1) -> Page:
    """The content in a language, which must be the active one."""
    return Page(
        day=held_day(content),
        facts=facts(content, language),
        rows=board_rows(content),
        parts=parts(content, language),
        agreements=[agreement(row, language) for row in content.agreements],
        questions=content.questions,
        follow_up=datetime.datetime.fromisoformat(content.follow_up) if content.follow_up else None,
        confirmations=[(row["name"], datetime.datetime.fromisoformat(row["at"])) for row in content.confirmations],
        readers=listed(content.readers),
        deleted=deletion_rule(Period(content.keep_months, content.keep_days)),
        left_out=left_out(content.left_out),
        secrecy=settings.SECRECY_MARK,
        number=number,
        views=[View(view.name, view.text, view.at) for view in views],
    )


def held_day(content: MemoContent) -> datetime.date:
    """The day on which the conversation was held."""
    if content.held_on:
        return datetime.date.fromisoformat(content.held_on)
    return timezone.localdate(datetime.datetime.fromisoformat(content.starts_at))


def facts(content: MemoContent, language: str) -> list[tuple[str, list[str]]]:
    """Who, where, when and why: label and lines; what was not given is left out."""
    starts_at = datetime.datetime.fromisoformat(content.starts_at)
    ends_at = starts_at + datetime.timedelta(minutes=content.minutes)
    day = held_day(content)
    when = formats.day(day)
    if day == timezone.localdate(starts_at):  # on another day than booked only the day is known
        when = f"{when} {formats.clock_range(starts_at, ends_at)}"
    people = [titled(party["name"], party["title"]) for party in content.parties]
    found = [
        (_("Participants"), people),
        *brought(content),
        (_("Unit"), [content.unit]),
        (pgettext("memo", "Time"), [when]),
        (_("Place"), [content.place or (_("remote") if content.remote else "")]),
        (_("Occasion"), [content.occasion[language]]),
    ]
    return [(label, lines) for label, lines in found if any(lines)]


def brought(content: MemoContent) -> list[tuple[str, list[str]]]:
    """Whom the employee brought, as far as they wanted it to be printed."""
    labels = {"support": _("Support person"), "interpreter": _("Interpreter")}
    rows = [(labels[one["kind"]], [one["name"] or _("present")]) for one in content.companions]
    if content.support:
        rows.append((labels["support"], [titled(content.support["name"], content.support["role"])]))
    return rows


def titled(name: str, title: str) -> str:
    """Name, title."""
    return f"{name}, {title}" if title else name


def board_rows(content: MemoContent) -> list[Row]:
    """The levels that somebody marked, in the order of the questions."""
    names = {party["side"]: party["name"] for party in content.parties}
    rows = []
    for question in Question:
        marks = {mark["side"]: mark for mark in content.marks if mark["question"] == question}
        if all(mark["now"] is None and mark["target"] is None for mark in marks.values()):
            continue
        mine, other = marks.get(Side.EMPLOYEE, {}), marks.get(Side.SUPERVISOR, {})
        steps = [False for agreement in content.agreements if agreement["question"] == question]
        level = Level(
            question.value,
            question.label,
            now=mine.get("now"),
            target=mine.get("target"),
            other=other.get("now"),
            now_label=names[Side.EMPLOYEE],
            other_label=names[Side.SUPERVISOR],
            steps=steps,
        )
        said = tuple(
            Said(names[side], marked(marks[side]))
            for side in Side
            if side in marks and (side == Side.EMPLOYEE or marks[side]["now"] is not None)
        )
        count = len(steps)
        rows.append(
            Row(level, said, ngettext("%(count)d agreed step", "%(count)d agreed steps", count) % {"count": count})
            if count
            else Row(level, said, "")
        )
    return rows


def marked(mark: dict[str, Any]) -> str:
    """A party's mark and target in words."""
    found = position_label(mark["now"])
    if mark["target"] is not None:
        found += ", " + _("target %(position)s") % {"position": position_label(mark["target"])}
    return found


# What one question asked in the memos that were frozen before they kept what was asked.
BEFORE = {
    "nine.8": {
        "fi": "Mitä olet itse jo tehnyt, jotta asiat olisivat paremmin?",
        "sv": "Vad har du redan gjort för att förbättra läget?",
        "en": "What have you already done to make things better?",
    }
}


def asked(content: MemoContent, slot: Slot, language: str) -> str:
    """What a slot asked when the memo was frozen; of a memo that is not, what it asks now."""
    kept = content.labels or (BEFORE if content.confirmations else {})
    return kept.get(slot.code, {}).get(language) or str(slot.label)


def parts(content: MemoContent, language: str) -> list[Part]:
    """The notes in the order of the conversation's steps; what was left empty is left out.

    Where one step covers all four questions, what the parties wrote alone of each comes before it.
    """
    found = []
    for code in content.steps:
        step = STEPS[code]
        slots = tuple(
            Words(asked(content, slot, language), content.notes[slot.code])
            for slot in step.slots
            if slot.code in content.notes
        )
        if len(step.questions) == 1:
            found.append(Part(str(step.title), said_of(content, step.questions[0]), slots))
        else:
            found += [Part(str(question.label), said_of(content, question), ()) for question in step.questions]
            found.append(Part(str(step.title), (), slots))
    return [part for part in found if part.said or part.slots]


def said_of(content: MemoContent, question: Question) -> tuple[Words, ...]:
    """The parties' own words of a question."""
    names = {party["side"]: party["name"] for party in content.parties}
    return tuple(
        Words(names[mark["side"]], mark["text"])
        for mark in content.marks
        if mark["question"] == question and mark["text"].strip()
    )


def agreement(row: dict[str, Any], language: str) -> AgreementRow:
    """One agreement as a row of the table."""
    tags = [_("trial")] if row["trial"] else []
    tags += [_("helps at once")] if row["helps_now"] else []
    if measure := row.get("measure"):  # a memo frozen before there were measures has none
        tags.append(_("measure: %(name)s") % {"name": measure[language]})
    return AgreementRow(
        text=row["text"],
        tags=" · ".join(tags),
        who=row["who"],
        due_on=datetime.date.fromisoformat(row["due_on"]),
        question=str(Question(row["question"]).label) if row["question"] else "",
    )


def left_out(codes: list[str]) -> list[str]:
    """What the memo does not hold because not both parties ticked it in."""
    sentences = {
        "ability": _("The question Am I able? stands in a memo only if both tick it in, talked about or not."),
        "nine": _("The work ability questions stand in a memo only if both tick them in."),
    }
    return [sentences[code] for code in codes]


def deletion_rule(period: Period) -> str:
    """When the memo is deleted, as a rule: the end of the conversation is not known yet."""
    return _("Deleted %(period)s after the conversation has ended.") % {"period": period.words}


def listed(names: Sequence[str]) -> str:
    """Aino Virtanen, Matti Laine and Sari Koskinen."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def draw_memo(
    content: MemoContent,
    *,
    language: str,
    draft: bool,
    number: int = 1,
    views: Sequence[OpenedView] = (),
    request: Request | None = None,
) -> bytes:
    """The memo's PDF in a language (PDF/UA-1 bytes); equal content gives equal bytes. `request`: see `pdf.render`."""
    with translation.override(language), timezone.override(timezone.get_default_timezone()):
        made = page(content, language, views, number=number)
        context = {"page": made, "draft": draft, "EMPLOYER_NAME": settings.EMPLOYER_NAME}
        return pdf.render("vatupassi/memo/pdf.html", context, language, request)


def draw_frozen_memo(
    frozen: FrozenMemo, content: str, views: Sequence[OpenedView] = (), request: Request | None = None
) -> bytes:
    """The PDF of a frozen memo, from its opened content."""
    loaded = MemoContent.loads(content)
    return draw_memo(loaded, language=frozen.language, draft=False, number=frozen.number, views=views, request=request)


def memo_file_name(day: datetime.date, language: str) -> str:
    """A name that tells nobody's name: muistio-2026-12-03."""
    word = {"fi": "muistio", "sv": "promemoria", "en": "memo"}[language]
    return f"{word}-{day:%Y-%m-%d}"
