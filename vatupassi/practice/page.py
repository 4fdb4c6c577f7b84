"""A practice as the real pages show it: what `ConversationPage` gives them, made of plain data instead of rows.

Nothing here is a row of a conversation, so nothing can be saved as one by a slip.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.addresses import address
from core.texts.writing import Writing
from support.measure import models as measures
from vatupassi.conversation.addresses import Addresses
from vatupassi.conversation.forms import FollowUpForm, HeldForm
from vatupassi.conversation.memo_step import ticks
from vatupassi.conversation.page import ConversationPage, memo_rows, talk_context
from vatupassi.level.questions import Question
from vatupassi.memo.content import (
    INCLUDED,
    MemoContent,
    agreements_of,
    facts_of,
    labels_of,
    marks_of,
    notes_of,
    standing_of,
)
from vatupassi.memo.layout import shown_memo
from vatupassi.models import LONGEST_TEXT, Agreement, BoardMark, Conversation, Occasion, Outcome, Side
from vatupassi.occasion.steps import FULL, STEPS, Slot, Step
from vatupassi.practice.cases import ASKS, BY_CODE, Case
from vatupassi.practice.coach import ADVICE, Advice
from vatupassi.practice.content import Agreed, Content, Text
from vatupassi.sharing.own_marks import view_field

if TYPE_CHECKING:
    from people.models import User
    from support.models import Measure
    from vatupassi.assessment.forms import AssessmentField
    from vatupassi.practice.models import Practice

OCCASION = Occasion(  # never saved: what HR does to the occasions does not change a practice
    code="practice",
    name_fi="Varhaisen tuen keskustelu",
    name_sv="Samtal om tidigt stöd",
    name_en="Early support discussion",
    steps=FULL,
)
STEP_CODES = tuple(step.code for step in OCCASION.walk)


class Clear(str):
    """A text that nobody has sealed, opened as the pages open one."""

    __slots__ = ()

    def open(self, reader: User) -> str:
        """Itself."""
        return str(self)


class PracticeAddresses(Addresses):
    """Where the same pages lead and post to here. What only two real people have is not offered."""

    @property
    def all(self) -> str:
        """The page that one began from."""
        return address("practice")

    @property
    def own(self) -> str:
        """Preparing."""
        return address("practice_prepare")

    def step(self, code: str) -> str:
        """One step."""
        return address("practice_step", code)

    def write(self, code: str) -> str:
        """Saves the texts of a step."""
        return address("practice_write", code)

    @property
    def mark(self) -> str:
        """Saves one's own view."""
        return address("practice_view")

    own_sentences = presence = onward = differing_view = ""  # type: ignore[assignment]

    def agree(self, code: str) -> str:
        """Adds an agreement."""
        return address("practice_agree", code)

    def agree_whole(self, code: str) -> str:
        """All that an agreement may say."""
        return address("practice_agree_whole", code)

    def agreement(self, pk: UUID) -> str:
        """One agreement."""
        return address("practice_agreement", pk)

    def agreement_save(self, pk: UUID) -> str:
        """Saves it: the same address."""
        return address("practice_agreement", pk)

    def agreement_remove(self, pk: UUID) -> str:
        """Takes it away."""
        return address("practice_agreement_remove", pk)

    @property
    def plan(self) -> str:
        """Sets the time of the follow-up."""
        return address("practice_plan")

    @property
    def plan_none(self) -> str:
        """No follow-up."""
        return address("practice_plan_none")

    def calendar(self, number: int) -> str:
        """No entry: nobody comes."""
        return ""

    def memo(self, act: str) -> str:
        """What one does with the memo."""
        return address("practice_memo", act)

    @property
    def memo_pdf(self) -> str:
        """How the memo would look."""
        return address("practice_memo_pdf")


@dataclass
class Invented:
    """What the pages ask of a conversation, as it stands when the page is made."""

    pk: UUID
    case: Case
    supervisor: User
    content: Content
    revision: int
    starts_at: datetime.datetime
    minutes: int = 45
    place: str = ""
    video_link: str = ""
    side: str = Side.SUPERVISOR.value
    occasion: Occasion = field(default_factory=lambda: OCCASION)
    is_over: bool = False
    is_restricted: bool = False
    ability_by_employee: bool = False
    nine_by_employee: bool = False
    view_by_employee: bool = True

    def __post_init__(self) -> None:
        content = self.content
        self.memo_language = (get_language() or "fi")[:2]
        self.employee_name, self.employee_title = str(self.case.name), str(self.case.title)
        self.supervisor_name = self.supervisor.name
        self.supervisor_title = self.supervisor.title_in(self.memo_language)
        self.unit_name = str(self.case.unit)
        self.names = {Side.EMPLOYEE.value: self.employee_name, Side.SUPERVISOR.value: self.supervisor_name}
        self.is_confirmed = bool(content.confirmed_at)
        self.is_open = self.can_edit = not self.is_confirmed
        self.status = Conversation.Status.CONFIRMED if self.is_confirmed else Conversation.Status.AGREED
        self.text_revision = self.revision
        self.ability_by_supervisor, self.nine_by_supervisor, self.view_by_supervisor = (
            code in content.ticks for code in INCLUDED
        )
        begun = timezone.localdate(self.starts_at)
        self.held_day = self.day_so_far = datetime.date.fromisoformat(content.held_on) if content.held_on else begun
        self.follow_up_at = datetime.datetime.fromisoformat(content.follow_up) if content.follow_up else None

    def name_of(self, side: str) -> str:
        """The name on a side."""
        return self.names[side]

    def other_name(self) -> str:
        """Whom one talks with."""
        return self.employee_name


@dataclass
class Marked:
    """One of the two's mark on a level."""

    side: Side
    question: Question
    now: int | None
    target: int | None
    text: Clear
    sitting: int = 0


@dataclass
class Noted:
    """What stands in a slot."""

    slot: str
    text: Clear


@dataclass
class AgreedRow:
    """One agreement, as the pages show it."""

    row: Agreed
    who: str
    measure: Measure | None
    Kind = Agreement.Kind
    outcome = Outcome.UNDER_WAY

    def __post_init__(self) -> None:
        self.pk, self.text, self.side = UUID(self.row.id), Clear(self.row.text), self.row.side
        self.due_on = datetime.date.fromisoformat(self.row.due_on)
        self.question, self.kind, self.helps_now = self.row.question, self.row.kind, self.row.helps_now
        self.measure_id, self.version = self.measure.pk if self.measure else None, self.row.version

    @property
    def moves(self) -> str:
        """The question that it moves."""
        return str(Question(self.question).label) if self.question else ""


@dataclass
class PlannedFollowUp:
    """The time of the follow-up."""

    pk: UUID
    starts_at: datetime.datetime
    minutes: int
    number: int = 1


@dataclass(frozen=True)
class Turn:
    """One thing to ask, and what the employee answers; empty until one has asked."""

    number: int
    ask: str | Any
    answer: str | Any


@dataclass
class PracticePage(ConversationPage):
    """A practice as its owner sees it."""

    content: Content = field(default_factory=lambda: Content(""))
    case: Case = field(default_factory=lambda: next(iter(BY_CODE.values())))

    @classmethod
    def opened(cls, practice: Practice, reader: User) -> PracticePage:
        """Read it: no query but, where an agreement names one, that of the measures."""
        content = Content.loads(practice.content.open(reader))
        case = BY_CODE[content.case]
        about: Any = Invented(practice.pk, case, reader, content, practice.version, practice.started_at)
        page = cls(about, reader, content=content, case=case)
        marks: dict[Any, Any] = {}
        for question in Question:
            said, asked = case.said[question], content.asked.get(question, 0)
            if said.is_shared or asked:
                words = Clear("")
                marks[question, Side.EMPLOYEE] = Marked(Side.EMPLOYEE, question, said.now, said.target, words)
            now, view = content.marks.get(question), content.views.get(question, Text())
            if now is not None or view.text:
                marks[question, Side.SUPERVISOR] = Marked(Side.SUPERVISOR, question, now, None, Clear(view.text))
        notes: dict[str, Any] = {code: Noted(code, Clear(one.text)) for code, one in content.notes.items()}
        page.marks, page.notes = marks, notes
        named = [UUID(row.measure) for row in content.agreements if row.measure]
        found = {one.pk: one for one in measures.nameable().filter(pk__in=named)} if named else {}
        rows: list[Any] = [
            AgreedRow(row, about.name_of(row.side), found.get(UUID(row.measure)) if row.measure else None)
            for row in content.agreements
        ]
        page.agreements = rows
        return page

    @property
    def to(self) -> Addresses:
        """Its own."""
        return PracticeAddresses(self.conversation.pk)

    def writing(self, slot: Slot) -> Writing:
        """One slot with its text."""
        text = self.content.notes.get(slot.code, Text())
        return Writing(
            slot.code, slot.label, "", text.text, text.version, longest=LONGEST_TEXT, rows=1, is_optional=False
        )

    def own_field(self, question: Question, side: str) -> AssessmentField:
        """One's own view of a question."""
        mark = BoardMark(question=question, now=self.content.marks.get(question))  # never saved
        found, text = view_field(mark, self.reader), self.content.views.get(question, Text())
        return replace(found, writing=replace(found.writing, text=text.text, version=text.version))

    def own_fields(self) -> list[AssessmentField]:
        """Those of all questions."""
        return [self.own_field(question, Side.SUPERVISOR) for question in Question]

    def turns(self, step: Step) -> list[Turn]:
        """What one has asked on a step, with the answers, and what one could ask next."""
        if len(step.questions) != 1:
            return []
        question = step.questions[0]
        asked, said = self.content.asked.get(question, 0), self.case.said[question]
        pairs = zip(ASKS[question], said.answers, strict=True)
        rows = [Turn(number, ask, answer) for number, (ask, answer) in enumerate(pairs, 1)]
        return [replace(row, answer=row.answer if row.number <= asked else "") for row in rows[: asked + 1]]

    def planned(self) -> Any:
        """The follow-up, if there is one."""
        at = self.conversation.follow_up_at
        return PlannedFollowUp(self.conversation.pk, at, self.content.minutes) if at else None

    def confirmed_at(self) -> datetime.datetime | None:
        """When both have said yes: the invented one does as soon as the other has."""
        return datetime.datetime.fromisoformat(self.content.confirmed_at) if self.content.confirmed_at else None

    def memo(self) -> MemoContent:
        """What its memo would hold."""
        rows, about = memo_rows(self), self.conversation
        standing, at = standing_of(about, rows), about.follow_up_at
        notes = notes_of(about, standing.notes, opened=str)
        return MemoContent(
            **facts_of(about),
            marks=marks_of(standing.marks, opened=str),
            notes=notes,
            agreements=agreements_of(about, rows.agreements, ability=standing.ability, opened=str),
            follow_up=at.isoformat() if at else None,
            left_out=standing.left_out,
            questions=standing.ability,
            labels=labels_of(notes),
        )

    def signed(self) -> list[tuple[str, datetime.datetime | None]]:
        """Who has confirmed it."""
        return [(name, self.confirmed_at()) for name in self.conversation.names.values()]


@dataclass(frozen=True)
class Head:
    """What a page of a practice has besides: whom one talks with, the coach, and what there is to ask."""

    case: Case
    advice: Advice | None
    turns: list[Turn]
    step: str = ""


def seen() -> dict[str, str]:
    """For the line "Seen by"."""
    return {
        "who": _("only you. Nobody sees that you practise."),
        "deleted": _("Deleted when you end the practice, the next night at the latest."),
    }


def step_context(talk: PracticePage, step: Step) -> dict[str, Any]:
    """What the page of a step shows: the real one's, and the coach."""
    conversation = talk.conversation
    context = talk_context(talk, step) | {
        "seen": seen(),
        "practice": Head(talk.case, ADVICE.get(step.code), talk.turns(step), step.code),
    }
    if step.code == "memo":
        language, at = conversation.memo_language, talk.confirmed_at()
        context |= {
            "paper": shown_memo(talk.memo(), language=language, draft=True, signed=talk.signed(), practice=True),
            "held_form": HeldForm(initial={"held_on": conversation.held_day}),
            "confirmed": [(side, conversation.names[side], _Yes(at) if at else None) for side in Side],
            "confirmed_before": {},
            "i_confirmed": False,
            "my_view": None,
            "ticks": ticks(conversation) if conversation.can_edit else [],
            "openings": [],
            "trusted": [],
        }
    if step.code == "follow-up":
        ahead = talk.planned()
        context |= {"follow_up": ahead, "follow_up_form": FollowUpForm.of(conversation, ahead)}
    return context


@dataclass(frozen=True)
class _Yes:
    """A confirmation."""

    at: datetime.datetime


def step_of(code: str) -> Step | None:
    """The step with this code."""
    return STEPS[code] if code in STEP_CODES else None
