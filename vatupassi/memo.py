"""The content of a memo as plain data: what the PDF, the preview and the frozen version all stand on.

Everything of Kykenenkö and the answers to the nine questions are left out unless both parties tick them in. An
agreement that moves Kykenenkö stays, since both agreed on it, but then does not say which question it moves.

What is frozen: the content (JSON) and, once the job has run, its PDF. The stored PDF is the confirmed text and nothing
else, in the agreed language; it is never made again. A differing view may come or change later: the memo is then shown
with it as an annex, made from the frozen content, while the confirmed version by its number stays as it was.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone, translation

from core import retention
from vatupassi.actions.follow_ups import planned
from vatupassi.models import Conversation, Side
from vatupassi.questions import Question
from vatupassi.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from core.sealed import Sealed
    from support.models import Measure
    from vatupassi.models import Agreement, BoardMark, Note
    from vatupassi.models import Memo as FrozenMemo

    Opened = Callable[[Sealed], str]  # opens a sealed text: for a reader, or for a frozen version

VERSION = 1  # of the stored shape


@dataclasses.dataclass
class Memo:
    """What stands in a memo. Dates are ISO strings, questions and slots are codes: labels come with the language."""

    parties: list[dict[str, str]]  # side, name, title
    unit: str
    occasion: dict[str, str]  # language -> name
    starts_at: str
    minutes: int
    place: str
    support: dict[str, str]  # name, role
    steps: list[str]
    marks: list[dict[str, Any]]  # side, question, now, target, text
    notes: dict[str, str]  # slot -> text, only where there is text
    agreements: list[dict[str, Any]]
    follow_up: str | None
    left_out: list[str]  # "ability", "nine": what both have not ticked in although something is there
    remote: bool = False  # over a video link, whose address is not for the memo
    keep_months: int = 24  # the deletion rule as it was
    keep_days: int = 0
    readers: list[str] = dataclasses.field(default_factory=list)  # who could see it when it was confirmed
    confirmations: list[dict[str, str]] = dataclasses.field(default_factory=list)  # name, at
    version: int = VERSION

    def dumps(self) -> str:
        """The stored form."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)

    @classmethod
    def loads(cls, text: str) -> Memo:
        """A stored memo; fields that a later version adds have defaults."""
        return cls(**json.loads(text))


@dataclasses.dataclass(frozen=True)
class DifferingView:
    """What one party wants to be read beside the memo, opened for a reader."""

    name: str
    text: str
    at: datetime.datetime


@dataclasses.dataclass(frozen=True)
class Rows:
    """What a memo is made of: one party's `Talk` has read it already, everybody else reads it here."""

    notes: Iterable[Note]
    marks: Iterable[BoardMark]
    agreements: Iterable[Agreement]

    @classmethod
    def of(cls, conversation: Conversation) -> Rows:
        """All of the conversation's rows."""
        agreements = conversation.agreements.select_related("measure")
        return cls(conversation.notes.all(), conversation.marks.all(), agreements)


def of(conversation: Conversation, *, opened: Opened, rows: Rows | None = None) -> Memo:
    """The memo as the text stands now. ``opened`` opens each sealed text: for a reader, or for the frozen version."""
    rows = rows or Rows.of(conversation)
    ability = conversation.ability_by_employee and conversation.ability_by_supervisor
    nine = conversation.nine_by_employee and conversation.nine_by_supervisor
    marks = [mark for mark in rows.marks if mark.sitting == 0]
    shared = {mark.question for mark in marks if mark.side == Side.EMPLOYEE}
    marks = [mark for mark in marks if mark.question in shared]  # the supervisor's view only where both see both
    notes = {note.slot: note.text for note in rows.notes if note.text}
    left_out = []
    if not ability:
        kept = [mark for mark in marks if mark.question != Question.ABLE]
        slots = [slot for slot in notes if slot.startswith(f"{Question.ABLE}.")]
        if len(kept) < len(marks) or slots:
            left_out.append("ability")
        marks = kept
        notes = {slot: text for slot, text in notes.items() if slot not in slots}
    if not nine:
        slots = [slot for slot in notes if slot.startswith("nine.")]
        if slots:
            left_out.append("nine")
        notes = {slot: text for slot, text in notes.items() if slot not in slots}
    return Memo(
        **setting_of(conversation),
        marks=marks_of(marks, opened=opened),
        notes=notes_of(conversation, notes, opened=opened),
        agreements=agreements_of(conversation, rows.agreements, ability=ability, opened=opened),
        follow_up=follow_up_of(conversation),
        left_out=left_out,
    )


def setting_of(conversation: Conversation) -> dict[str, Any]:
    """Who, where, when and why: what every paper of a conversation says."""
    return {
        "parties": [
            {"side": side.value, "name": conversation.name_of(side), "title": title}
            for side, title in zip(Side, (conversation.employee_title, conversation.supervisor_title), strict=True)
        ],
        "unit": conversation.unit_name,
        "occasion": {language: conversation.occasion.name_in(language) for language in ("fi", "sv", "en")},
        "starts_at": conversation.starts_at.isoformat(),
        "minutes": conversation.minutes,
        "place": conversation.place,
        "remote": bool(conversation.video_link),
        "support": {"name": conversation.support_name, "role": conversation.support_role},
        "steps": list(conversation.occasion.steps),
        "keep_months": retention.period("conversation").months,
        "keep_days": retention.period("conversation").days,
    }


def marks_of(marks: Iterable[BoardMark], *, opened: Opened) -> list[dict[str, Any]]:
    """Marks in the order of the questions, the employee's first."""
    order = {question.value: place for place, question in enumerate(Question)}
    return [
        {"side": mark.side, "question": mark.question, "now": mark.now, "target": mark.target}
        | {"text": opened(mark.text)}
        for mark in sorted(marks, key=lambda mark: (order[mark.question], mark.side))
    ]


def notes_of(conversation: Conversation, notes: dict[str, Sealed], *, opened: Opened) -> dict[str, str]:
    """Notes in the order of the conversation's steps."""
    slots = [slot.code for code in conversation.occasion.steps for slot in STEPS[code].slots]
    return {slot: opened(notes[slot]) for slot in slots if slot in notes}


def agreements_of(
    conversation: Conversation, agreements: Iterable[Agreement], *, ability: bool, opened: Opened
) -> list[dict[str, Any]]:
    """Agreements; without ``ability`` they do not say that they move Kykenenkö."""
    return [
        {
            "text": opened(agreement.text),
            "who": conversation.name_of(agreement.side),
            "due_on": agreement.due_on.isoformat(),
            "question": "" if agreement.question == Question.ABLE and not ability else agreement.question,
            "trial": agreement.kind == agreement.Kind.TRIAL,
            "helps_now": agreement.helps_now,
            "measure": named(agreement.measure),
        }
        for agreement in agreements
    ]


def named(measure: Measure | None) -> dict[str, str]:
    """A measure's name by language as it is today; empty for none."""
    return {language: measure.name_in(language) for language in ("fi", "sv", "en")} if measure else {}


def follow_up_of(conversation: Conversation) -> str | None:
    """When the next follow-up is."""
    upcoming = planned(conversation)
    return upcoming.starts_at.isoformat() if upcoming else None


def differing_views(conversation: Conversation, *, opened: Opened, side: str = "") -> list[DifferingView]:
    """What the parties, or one of them, want to be read beside the memo, the earlier one first."""
    return [
        DifferingView(conversation.name_of(view.side), opened(view.text), view.edited_at)
        for view in conversation.differing_views.order_by("edited_at")
        if view.text and side in ("", view.side)
    ]


def render(
    content: Memo,
    *,
    language: str,
    draft: bool,
    number: int = 1,
    views: Sequence[DifferingView] = (),
) -> bytes:
    """The memo's PDF in a language (PDF/UA-1 bytes); equal content gives equal bytes."""
    from core import pdf
    from vatupassi.memo_page import page

    with translation.override(language), timezone.override(timezone.get_default_timezone()):
        made = page(content, language, views, number=number)
        context = {"page": made, "draft": draft, "EMPLOYER_NAME": settings.EMPLOYER_NAME}
        return pdf.render("vatupassi/pdf/memo.html", context, language)


def render_frozen(frozen: FrozenMemo, content: str, views: Sequence[DifferingView] = ()) -> bytes:
    """The PDF of a frozen memo, from its opened content."""
    return render(Memo.loads(content), language=frozen.language, draft=False, number=frozen.number, views=views)


def file_name(day: datetime.datetime, language: str) -> str:
    """A name that tells nobody's name: muistio-2026-12-03.pdf."""
    word = {"fi": "muistio", "sv": "promemoria", "en": "memo"}[language]
    return f"{word}-{timezone.localtime(day, timezone.get_default_timezone()):%Y-%m-%d}.pdf"
