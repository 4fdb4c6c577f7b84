"""What one reader sees at one follow-up, and how the marks have been from sitting to sitting."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.formats import date_only
from core.texts.writing import Writing
from vatupassi.conversation.page import (
    ConversationPage,
    days,
    first_name,
    visible_marks,
)
from vatupassi.level.picture import Level
from vatupassi.level.questions import Question
from vatupassi.models import Agreement, AgreementReview, BoardMark, Conversation, FollowUp, Outcome, Side
from vatupassi.occasion.steps import review_slot, word_slot

if TYPE_CHECKING:
    import datetime

    from people.models import User
    from vatupassi.occasion.steps import Slot

# In the order in which one says it; the codes are the agreement's own.
STANDS = [
    (Outcome.DONE, pgettext_lazy("promise", "Kept")),
    (Outcome.UNDER_WAY, pgettext_lazy("promise", "Under way")),
    (Outcome.DROPPED, pgettext_lazy("promise", "Left out")),
]


def may_say(agreement: Agreement, side: str) -> bool:
    """Whether a promise of the supervisor was kept the employee alone says: who has promised it reads that."""
    return side == Side.EMPLOYEE or (side == Side.SUPERVISOR and agreement.side == Side.EMPLOYEE)


@dataclass
class Reviewed:
    """One agreement at the sitting: how it stands, and the word about it."""

    agreement: Agreement
    outcome: str
    settled: bool  # done or dropped at an earlier sitting already
    writing: Writing
    is_mine: bool  # what the reader has promised
    may_say: bool  # whether the reader says how it stands

    @property
    def outcome_label(self) -> Any:
        """In words."""
        return dict(STANDS)[Outcome(self.outcome)]


@dataclass
class FollowUpPage:
    """A follow-up as one reader sees it. All texts are opened for that reader."""

    conversation: Conversation
    follow_up: FollowUp
    reader: User
    talk: ConversationPage
    agreements: list[Agreement] = field(default_factory=list)
    reviews: list[tuple[int, AgreementReview]] = field(default_factory=list)  # with their sittings, in order
    marks: dict[tuple[int, str, str], BoardMark] = field(default_factory=dict)  # (sitting, question, side)
    days: dict[int, datetime.date] = field(default_factory=dict)  # when each sitting was
    written: dict[str, Writing] = field(default_factory=dict)  # texts as they stand after saving

    @classmethod
    def load(cls, conversation: Conversation, follow_up: FollowUp, reader: User) -> FollowUpPage:
        """Read what the reader may see: a query for each table."""
        sitting = cls(conversation, follow_up, reader, ConversationPage(conversation, reader))
        number = follow_up.number
        for note in conversation.notes.filter(slot__startswith=f"follow-up.{number}."):
            note.conversation = conversation
            sitting.talk.notes[note.slot] = note
        sitting.agreements = list(conversation.agreements.select_related("measure"))
        for agreement in sitting.agreements:
            agreement.conversation = conversation
        numbers = {row.pk: row.number for row in conversation.follow_ups.all()}
        reviews = conversation.reviews.all()
        sitting.reviews = sorted(((numbers[row.follow_up_id], row) for row in reviews), key=itemgetter(0))
        sitting.marks = visible_marks(conversation)
        sitting.days = days(conversation, conversation.follow_ups.all())
        return sitting

    @property
    def can_write(self) -> bool:
        """Whether this reader may write and mark here."""
        return bool(self.conversation.side) and self.follow_up.is_open

    def outcomes(self) -> list[tuple[Agreement, str, bool]]:
        """The agreements, each with how it stands here and whether that was settled at an earlier sitting."""
        rows = []
        for agreement in self.agreements:
            mine = [(number, row.outcome) for number, row in self.reviews if row.agreement_id == agreement.pk]
            here = dict(mine).get(self.follow_up.number)
            outcome = here or self._before(agreement, mine)
            rows.append((agreement, outcome, here is None and outcome != Outcome.UNDER_WAY))
        return rows

    def reviewed(self) -> list[Reviewed]:
        """The agreements, those still open first."""
        side, rows = self.conversation.side, []
        for agreement, outcome, settled in self.outcomes():
            says = self.can_write and not settled and may_say(agreement, side)
            is_mine = agreement.side == side
            rows.append(Reviewed(agreement, outcome, settled, self._about(agreement), is_mine=is_mine, may_say=says))
        return sorted(rows, key=lambda row: row.settled)

    def _before(self, agreement: Agreement, reviews: list[tuple[int, str]]) -> str:
        """How it stood when the sitting began; later sittings do not reach back."""
        before = [outcome for number, outcome in reviews if number < self.follow_up.number]
        if before:
            return before[-1]
        return Outcome.UNDER_WAY if reviews else agreement.outcome

    def _about(self, agreement: Agreement) -> Writing:
        writing = self._writing(review_slot(self.follow_up.number, agreement.pk))
        return replace(writing, is_optional=True, rows=2)

    def slots(self) -> list[Slot]:
        """Where something can be written: about each agreement, and the free word."""
        number = self.follow_up.number
        return [*(review_slot(number, agreement.pk) for agreement in self.agreements), word_slot(number)]

    def _writing(self, slot: Slot) -> Writing:
        return self.written.get(slot.code) or self.talk.writing(slot)

    def word(self) -> Writing:
        """The free word of the sitting."""
        return self._writing(word_slot(self.follow_up.number))

    def promises(self, rows: list[Reviewed]) -> list[tuple[str, str, list[Reviewed]]]:
        """The agreements as promises: those to the reader first, then their own; to a reader who is no party as one."""
        if not self.conversation.side:
            return [("agreed", _("What we agreed"), rows)] if rows else []
        own = _("My part") if self.conversation.side == Side.EMPLOYEE else _("I have promised")
        groups = [
            ("to-me", _("I was promised"), [row for row in rows if not row.is_mine]),
            ("mine", own, [row for row in rows if row.is_mine]),
        ]
        return [group for group in groups if group[2]]

    def levels(self) -> list[Level]:
        """The board: now, last time, the other's mark, the target and the steps as they stand at this sitting."""
        return [self._level(question) for question in Question]

    def _level(self, question: Question) -> Level:
        steps = [(agreement.question, outcome) for agreement, outcome, _settled in self.outcomes()]
        own, other = self._mark(question, Side.EMPLOYEE), self._mark(question, Side.SUPERVISOR)
        last, day = self._last(question, Side.EMPLOYEE)
        with_target = own or last
        return Level(
            name=question.value,
            question=question.label,
            now=own.now if own else None,
            target=with_target.target if with_target else None,
            now_label=first_name(self.conversation.employee_name),
            previous=last.now if last else None,
            previous_label=day,
            other=other.now if other else None,
            other_label=first_name(self.conversation.supervisor_name),
            steps=[done == Outcome.DONE for moved, done in steps if moved == question and done != Outcome.DROPPED],
            disabled=True,
        )

    def _mark(self, question: Question, side: Side) -> BoardMark | None:
        return self.marks.get((self.follow_up.number, question.value, side.value))

    def _last(self, question: Question, side: Side) -> tuple[BoardMark | None, str]:
        """The latest mark before this sitting, and its day."""
        for number in range(self.follow_up.number - 1, -1, -1):
            mark = self.marks.get((number, question.value, side.value))
            if mark and mark.now is not None:
                return mark, date_only(self.days[number]) if number in self.days else ""
        return None, ""

    def controls(self) -> dict[str, dict[str, Any]]:
        """The levels that this reader marks here, by question: the employee all four, the supervisor two of them."""
        if not self.can_write:
            return {}
        side = Side(self.conversation.side)
        questions = [question for question in Question if side is Side.EMPLOYEE or question.supervisor_marks]
        return {question.value: self.control(question, side) for question in questions}

    def control(self, question: Question, side: Side) -> dict[str, Any]:
        """One level of the board to mark in place. The target of last time is the proposal."""
        mine, level = self._mark(question, side), replace(self._level(question), disabled=False)
        if side is Side.SUPERVISOR:
            level = replace(
                level,
                now=mine.now if mine else None,
                now_label=level.other_label,
                other=level.now,
                other_label=level.now_label,
                with_target=False,
                prompt=_("Tap or drag where you see it"),
                as_ring=True,
            )
        return {"question": question, "level": level, "marked_at": mine.marked_at if mine else None}
