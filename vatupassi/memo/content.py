"""The content of a memo as plain data: what the PDF, the preview and the frozen version all stand on.

Everything of Kykenenkö, the answers to the nine questions and the supervisor's own view are left out unless both
parties tick them in. Nothing in the paper then tells whether there was anything: it says so of every memo alike, and
without Kykenenkö no agreement says which question it moves, nor is any step drawn, since a missing one would tell. What
an agreement says is the two's own words.

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
from django.utils import translation

from core import retention
from vatupassi.follow_up.models import planned_follow_up
from vatupassi.level.questions import Question
from vatupassi.memo import kept
from vatupassi.models import Conversation, Interpreter, Side, SupportPerson
from vatupassi.occasion.steps import SLOTS, STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from core.sealed import Sealed
    from support.models import Measure
    from vatupassi.models import Agreement, BoardMark, Note

    Opened = Callable[[Sealed], str]  # opens a sealed text: for a reader, or for a frozen version

VERSION = 1  # of the stored shape
INCLUDED = ("ability", "nine", "view")  # what comes in only if both tick it


@dataclasses.dataclass
class MemoContent:
    """What stands in a memo. Dates are ISO strings, questions and slots are codes: labels come with the language."""

    parties: list[dict[str, str]]  # side, name, title
    unit: str
    occasion: dict[str, str]  # language -> name
    starts_at: str
    minutes: int
    place: str
    steps: list[str]
    marks: list[dict[str, Any]]  # side, question, now, target, text
    notes: dict[str, str]  # slot -> text, only where there is text
    agreements: list[dict[str, Any]]
    follow_up: str | None
    left_out: list[str]  # "ability", "nine", "view": what both have not ticked in, whether or not something is there
    support: dict[str, str] = dataclasses.field(default_factory=dict)  # name and role, in memos of before `companions`
    companions: list[dict[str, str]] = dataclasses.field(default_factory=list)  # kind and name, of those to be printed
    held_on: str = ""  # the day on which it was held; empty in memos before there was one: the booked day
    questions: bool = True  # whether agreements say which question they move
    remote: bool = False  # over a video link, whose address is not for the memo
    keep_months: int = 24  # the deletion rule as it was
    keep_days: int = 0
    longest_months: int = 0  # from the day held; 0: a memo made before there was such a rule
    readers: list[str] = dataclasses.field(default_factory=list)  # who could see it when it was confirmed
    confirmations: list[dict[str, str]] = dataclasses.field(default_factory=list)  # name, at
    labels: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)  # slot, language: what it asked
    version: int = VERSION

    def dumps(self) -> str:
        """The stored form."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)

    @classmethod
    def loads(cls, text: str) -> MemoContent:
        """A stored memo; fields that a later version adds have defaults."""
        return cls(**json.loads(text))


@dataclasses.dataclass(frozen=True)
class OpenedView:
    """What one party wants to be read beside the memo, opened for a reader."""

    name: str
    text: str
    at: datetime.datetime


@dataclasses.dataclass(frozen=True)
class MemoRows:
    """What a memo is made of: one party's `Talk` has read it already, everybody else reads it here."""

    notes: Iterable[Note]
    marks: Iterable[BoardMark]
    agreements: Iterable[Agreement]

    @classmethod
    def of(cls, conversation: Conversation) -> MemoRows:
        """All of the conversation's rows."""
        agreements = conversation.agreements.select_related("measure")
        return cls(conversation.notes.all(), conversation.marks.all(), agreements)


@dataclasses.dataclass(frozen=True)
class Standing:
    """What of a conversation stands in its memo now, still sealed."""

    marks: list[BoardMark]
    notes: dict[str, Sealed]  # slot -> text
    left_out: list[str]
    ability: bool


def tickable(conversation: Conversation) -> list[str]:
    """What of `INCLUDED` this talk can hold at all: nothing of the four questions where it does not ask them."""
    occasion = conversation.occasion
    there = {"ability": occasion.has_levels, "nine": "nine" in occasion.steps, "view": occasion.has_levels}
    return [code for code in INCLUDED if there[code]]


def both_tick(conversation: Conversation, code: str) -> bool:
    """Whether both want this in the memo."""
    return all(getattr(conversation, f"{code}_by_{side.value}") for side in Side)


def standing_of(conversation: Conversation, rows: MemoRows) -> Standing:
    """What comes in only where both have ticked it stands in it only then."""
    offered = tickable(conversation)
    ability, nine, view = (code in offered and both_tick(conversation, code) for code in INCLUDED)
    marks = [mark for mark in rows.marks if mark.sitting == 0]
    shared = {mark.question for mark in marks if mark.side == Side.EMPLOYEE}
    marks = [mark for mark in marks if mark.question in shared]  # the supervisor's view only where both see both
    notes = {note.slot: note.text for note in rows.notes if note.text}
    ticked = {"ability": ability, "nine": nine, "view": view}
    left_out = [code for code in offered if not ticked[code]]
    if not view:
        marks = [mark for mark in marks if mark.side == Side.EMPLOYEE]
    if not ability:
        marks = [mark for mark in marks if mark.question != Question.ABLE]
        notes = {slot: text for slot, text in notes.items() if not slot.startswith(f"{Question.ABLE}.")}
    if not nine:
        notes = {slot: text for slot, text in notes.items() if not slot.startswith("nine.")}
    return Standing(marks, notes, left_out, ability)


def memo_of(conversation: Conversation, *, opened: Opened, rows: MemoRows | None = None) -> MemoContent:
    """The memo as the text stands now. ``opened`` opens each sealed text: for a reader, or for the frozen version."""
    rows = rows or MemoRows.of(conversation)
    standing = standing_of(conversation, rows)
    return MemoContent(
        **setting_of(conversation, opened=opened),
        marks=marks_of(standing.marks, opened=opened),
        notes=notes_of(conversation, standing.notes, opened=opened),
        agreements=agreements_of(conversation, rows.agreements, ability=standing.ability, opened=opened),
        follow_up=follow_up_of(conversation),
        left_out=standing.left_out,
        questions=standing.ability,
    )


def setting_of(conversation: Conversation, *, opened: Opened) -> dict[str, Any]:
    """Who, where, when and why: what every paper of a conversation says."""
    return facts_of(conversation) | {"companions": companions_of(conversation, opened=opened)}


def facts_of(conversation: Conversation) -> dict[str, Any]:
    """The same, of what stands in the conversation itself."""
    return {
        "parties": [
            {"side": "employee", "name": conversation.employee_name, "title": conversation.employee_title},
            {"side": "supervisor", "name": conversation.supervisor_name, "title": conversation.supervisor_title},
        ],
        "unit": conversation.unit_name,
        "occasion": {language: conversation.occasion.name_in(language) for language in ("fi", "sv", "en")},
        "starts_at": conversation.starts_at.isoformat(),
        "held_on": conversation.held_day.isoformat(),
        "minutes": conversation.minutes,
        "place": conversation.place,
        "remote": bool(conversation.video_link),
        "steps": list(conversation.occasion.steps),
        "keep_months": kept.period_of(conversation).months,
        "keep_days": kept.period_of(conversation).days,
        "longest_months": retention.period(kept.LONGEST).months,
    }


def companions_of(conversation: Conversation, *, opened: Opened) -> list[dict[str, str]]:
    """Those whom the employee brings and wants to be printed; a name may be left unsaid."""
    found = []
    for kind, model in (("support", SupportPerson), ("interpreter", Interpreter)):
        row = model.of(conversation)
        if row and row.is_printed:
            found.append({"kind": kind, "name": opened(row.name)})
    return found


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


def labels_of(notes: Iterable[str]) -> dict[str, dict[str, str]]:
    """What each slot asks, in each language: kept with a frozen memo, so that a question reworded later is not its."""
    found: dict[str, dict[str, str]] = {slot: {} for slot in notes}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for slot, words in found.items():
                words[language] = str(SLOTS[slot].label)
    return found


def agreements_of(
    conversation: Conversation, agreements: Iterable[Agreement], *, ability: bool, opened: Opened
) -> list[dict[str, Any]]:
    """Agreements; without ``ability`` none says which question it moves: an empty cell would tell of Kykenenkö."""
    rows, names = [(agreement, opened(agreement.text)) for agreement in agreements], conversation.names
    return [
        {
            "text": text,
            "who": names[agreement.side],
            "due_on": agreement.due_on.isoformat(),
            "question": agreement.question if ability else "",
            "trial": agreement.kind == agreement.Kind.TRIAL,
            "helps_now": agreement.helps_now,
            "measure": named(agreement.measure),
        }
        for agreement, text in rows
    ]


def named(measure: Measure | None) -> dict[str, str]:
    """A measure's name by language as it is today; empty for none."""
    return {language: measure.name_in(language) for language in ("fi", "sv", "en")} if measure else {}


def follow_up_of(conversation: Conversation) -> str | None:
    """When the next follow-up is."""
    upcoming = planned_follow_up(conversation)
    return upcoming.starts_at.isoformat() if upcoming else None


def differing_views(conversation: Conversation, *, opened: Opened, side: str = "") -> list[OpenedView]:
    """What the parties, or one of them, want to be read beside the memo, the earlier one first."""
    return [
        OpenedView(conversation.name_of(view.side), opened(view.text), view.edited_at)
        for view in conversation.differing_views.order_by("edited_at")
        if view.text and side in ("", view.side)
    ]
