"""The employee's own part of a conversation, as HR reads it: nothing else is even selected.

What the employee marked and wrote themselves, the agreements and the employee's differing view. Not the notes that the
two wrote together, not the supervisor's view, not the memo.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from vatupassi.level import picture
from vatupassi.level.questions import Question
from vatupassi.models import Agreement, BoardMark, Conversation, Opening, Outcome, Side

if TYPE_CHECKING:
    from people.models import User


@dataclass
class MarkedSitting:
    """What the employee marked and wrote in the conversation (0) or at one of its follow-ups."""

    number: int
    board: picture.Board
    texts: list[tuple[str, str]]  # question, what the employee wrote beside it


@dataclass
class HrExcerpt:
    """Everything that the page shows, opened for its reader."""

    conversation: Conversation
    sittings: list[MarkedSitting]
    agreements: list[Agreement]
    differing_view: str

    @classmethod
    def of(cls, opening: Opening, reader: User) -> HrExcerpt:
        """Three queries. The opening must come from ``Opening.objects.readable_by(reader)``."""
        conversation = opening.conversation
        marks = list(conversation.marks.filter(side=Side.EMPLOYEE).order_by("sitting"))
        agreements = list(conversation.agreements.all())
        view = conversation.differing_views.filter(side=Side.EMPLOYEE).first()
        return cls(
            conversation,
            [
                _marked_sitting(number, {mark.question: mark for mark in rows}, agreements, reader)
                for number, rows in groupby(marks, lambda mark: mark.sitting)
            ],
            agreements,
            view.text.open(reader) if view else "",
        )


def _marked_sitting(
    number: int, marks: dict[str, BoardMark], agreements: list[Agreement], reader: User
) -> MarkedSitting:
    levels, texts = [], []
    for question in Question:
        if mark := marks.get(question):
            steps = [
                agreement.outcome == Outcome.DONE
                for agreement in agreements
                if Question.ABLE in marks  # otherwise a missing step would tell of it
                and agreement.question == question
                and agreement.outcome != Outcome.DROPPED
            ]
            levels.append(
                picture.Level(
                    name=question.value,
                    question=question.label,
                    now=mark.now,
                    target=mark.target,
                    steps=steps,
                    disabled=True,
                )
            )
            if mark.text:
                texts.append((str(question.label), mark.text.open(reader)))
    return MarkedSitting(number, picture.Board(levels), texts)
