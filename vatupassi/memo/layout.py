"""A memo's content made ready for its page: labels, dates and levels in the memo's language.

Everything here is made under `translation.override` (see `draw_memo`); the template only lays it out.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import formats, organisation, pdf
from core.retention import Period
from vatupassi.level.picture import Level, position_label
from vatupassi.level.questions import Question
from vatupassi.memo.content import (
    MemoContent,
    OpenedView,
)
from vatupassi.memo.paper import AgreementRow, Asked, Page, Part, Party, Row, Said, View, Words
from vatupassi.models import Side
from vatupassi.occasion.steps import STEPS, Slot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from core.request import Request
    from vatupassi.models import Memo as FrozenMemo

    Signed = Sequence[tuple[str, datetime.datetime | None]]


def page(
    content: MemoContent,
    language: str,
    views: Sequence[OpenedView] = (),
    *,
    number: int = 1,
    signed: Signed = (),
) -> Page:
    """The content in a language, which must be the active one. ``signed``: who has confirmed a draft, who not yet."""
    rows, found = board_rows(content), parts(content, language)
    return Page(
        day=held_day(content),
        lede=_("%(occasion)s, held %(when)s") % {"occasion": content.occasion[language], "when": when(content)},
        parties=[Party(party["side"], party["name"], party["title"]) for party in content.parties],
        around=around(content),
        facts=facts(content, language),
        rows=rows,
        parts=found,
        asked=by_question(rows, found),
        agreements=[agreement(row, language) for row in content.agreements],
        questions=content.questions,
        follow_up=datetime.datetime.fromisoformat(content.follow_up) if content.follow_up else None,
        confirmations=[(row["name"], datetime.datetime.fromisoformat(row["at"])) for row in content.confirmations]
        or list(signed),
        readers=listed(content.readers),
        deleted=deletion_rule(Period(content.keep_months, content.keep_days), Period(months=content.longest_months)),
        left_out=left_out(content.left_out),
        secrecy=organisation.current().secrecy_mark,
        number=number,
        views=[View(view.name, view.text, view.at) for view in views],
    )


def held_day(content: MemoContent) -> datetime.date:
    """The day on which the conversation was held."""
    if content.held_on:
        return datetime.date.fromisoformat(content.held_on)
    return timezone.localdate(datetime.datetime.fromisoformat(content.starts_at))


def when(content: MemoContent) -> str:
    """Day and time; on another day than booked only the day is known."""
    starts_at = datetime.datetime.fromisoformat(content.starts_at)
    ends_at = starts_at + datetime.timedelta(minutes=content.minutes)
    day = held_day(content)
    shown = formats.day(day)
    return f"{shown} {formats.clock_range(starts_at, ends_at)}" if day == timezone.localdate(starts_at) else shown


def around(content: MemoContent) -> list[str]:
    """Unit, place, and whom the employee brought: lines without labels, but for the people."""
    lines = [content.unit, where(content)]
    return [line for line in lines if line] + [f"{label}: {names[0]}" for label, names in brought(content)]


def where(content: MemoContent) -> str:
    """The place; the address of a video link is not for the memo."""
    return content.place or (_("remote") if content.remote else "")


def facts(content: MemoContent, language: str) -> list[tuple[str, list[str]]]:
    """Who, where, when and why: label and lines; what was not given is left out."""
    people = [titled(party["name"], party["title"]) for party in content.parties]
    found = [
        (_("Participants"), people),
        *brought(content),
        (_("Unit"), [content.unit]),
        (pgettext("memo", "Time"), [when(content)]),
        (_("Place"), [where(content)]),
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
            Said(side.value, names[side], position_label(marks[side]["now"]), target_of(marks[side]))
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


def target_of(mark: dict[str, Any]) -> str:
    """A mark's target in words, empty for none."""
    return "" if mark["target"] is None else position_label(mark["target"])


def by_question(rows: list[Row], found: list[Part]) -> list[Asked]:
    """Levels and texts together; a level that nothing was written to keeps its place among the questions."""
    left = {str(row.level.question): row for row in rows}
    order = [str(question.label) for question in Question]
    made: list[Asked] = []
    for part in found:
        if part.title in order:
            before = order[: order.index(part.title)]
            made += [Asked(title, left.pop(title), ()) for title in before if title in left]
        made.append(Asked(part.title, left.pop(part.title, None), (*part.said, *part.slots)))
    if left:
        at = next((place for place, one in enumerate(made) if one.title not in order), len(made))
        made[at:at] = [Asked(title, row, ()) for title, row in left.items()]
    return made


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
        marks=tuple(tags),
        who=row["who"],
        due_on=datetime.date.fromisoformat(row["due_on"]),
        question=str(Question(row["question"]).label) if row["question"] else "",
    )


def left_out(codes: list[str]) -> list[str]:
    """What the memo does not hold because not both parties ticked it in."""
    sentences = {
        "ability": _("The question Am I able? stands in a memo only if both tick it in, talked about or not."),
        "nine": _("The work ability questions stand in a memo only if both tick them in."),
        "view": _("The supervisor’s own view stands in a memo only if both tick it in."),
    }
    return [sentences[code] for code in codes]


def deletion_rule(period: Period, longest: Period) -> str:
    """When the memo is deleted, as a rule: the end of the conversation is not known yet."""
    if not longest.words:
        return _("Deleted %(period)s after the conversation has ended.") % {"period": period.words}
    rule = _("Deleted %(period)s after the conversation has ended, at the latest %(longest)s from the day held.")
    return rule % {"period": period.words, "longest": longest.words}


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
    signed: Signed = (),
    practice: bool = False,
    request: Request | None = None,
) -> bytes:
    """The memo's PDF in a language (PDF/UA-1 bytes); equal content gives equal bytes. `request`: see `pdf.render`.

    ``practice``: it says on every page that it is none.
    """
    with translation.override(language), timezone.override(timezone.get_default_timezone()):
        made = page(content, language, views, number=number, signed=signed)
        context = {"page": made, "draft": draft, "practice": practice, "EMPLOYER_NAME": organisation.current().name}
        return pdf.render("vatupassi/memo/pdf.html", context, language, request)


def shown_memo(
    content: MemoContent,
    *,
    language: str,
    draft: bool,
    number: int = 1,
    views: Sequence[OpenedView] = (),
    signed: Signed = (),
    practice: bool = False,
) -> SafeString:
    """The same paper for a page: all that the PDF says, in the memo's own language."""
    with translation.override(language), timezone.override(timezone.get_default_timezone()):
        made = page(content, language, views, number=number, signed=signed)
        context = {"page": made, "draft": draft, "practice": practice, "EMPLOYER_NAME": organisation.current().name}
        context |= {"language": language, "on_paper": False}
        return mark_safe(render_to_string("vatupassi/memo/_paper.html", context))  # noqa: S308 (its template escapes)


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
