"""The memo as it grows beside the talk, made of what the page has read already."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vatupassi.conversation.board import level
from vatupassi.level.questions import Question
from vatupassi.memo.content import MemoRows, standing_of

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from vatupassi.conversation.page import ConversationPage
    from vatupassi.level.picture import Level
    from vatupassi.memo.content import Standing
    from vatupassi.occasion.steps import Step

LEFT_OUT = {"kykenenko": "ability", "nine": "nine"}  # step -> what both tick in


@dataclass(frozen=True)
class Part:
    """What a step has brought into the memo so far."""

    step: Step
    is_here: bool  # it is being written
    is_left_out: bool  # both have not ticked it in
    levels: list[Level]
    texts: list[tuple[str | Promise, str]]  # what was asked, and what was written

    @property
    def is_empty(self) -> bool:
        """Nothing has been marked or written."""
        return not self.levels and not self.texts


@dataclass(frozen=True)
class Draft:
    """What the memo will hold."""

    parts: list[Part]  # those that hold something, and the one that is being written
    empty: list[Step]  # what is still to be talked about
    left_out: list[Step]
    follow_up: datetime.datetime | None


def shown(one: Level, standing: Standing) -> Level:
    """A level as the memo has it: the supervisor's mark only where both have ticked it in."""
    return replace(one, other=None) if "view" in standing.left_out else one


def draft_of(talk: ConversationPage, here: Step) -> Draft:
    """As it stands now, for the two who write."""
    conversation = talk.conversation
    standing = standing_of(conversation, MemoRows(talk.notes.values(), talk.marks.values(), talk.agreements))
    marked = {mark.question for mark in standing.marks}
    parts = []
    for step in conversation.occasion.walk:
        if not step.slots:
            continue
        parts.append(
            Part(
                step,
                is_here=step == here,
                is_left_out=LEFT_OUT.get(step.code) in standing.left_out,
                levels=[
                    shown(level(talk, Question(question), as_agreed=True, with_steps=standing.ability), standing)
                    for question in step.questions
                    if question in marked
                ],
                texts=[
                    (slot.label, standing.notes[slot.code].open(talk.reader))
                    for slot in step.slots
                    if slot.code in standing.notes
                ],
            )
        )
    return Draft(
        parts=[part for part in parts if part.is_here or not part.is_empty],
        empty=[part.step for part in parts if part.is_empty and not part.is_here and not part.is_left_out],
        left_out=[part.step for part in parts if part.is_left_out],
        follow_up=conversation.follow_up_at,
    )
