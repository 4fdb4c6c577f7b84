"""The levels of a step as large as the card: each of the two changes their own mark in place and reads the other's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.formats import date_only
from vatupassi.assessment.offers import Offer, offers_on_the_spot
from vatupassi.level.picture import Level, position_label
from vatupassi.level.questions import Question
from vatupassi.models import Side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vatupassi.assessment.forms import AssessmentField
    from vatupassi.conversation.page import ConversationPage


def first_name(name: str) -> str:
    """The calling name of a name kept as it was."""
    return name.split(" ")[0]


def level(talk: ConversationPage, question: Question, *, as_agreed: bool = False, with_steps: bool = True) -> Level:
    """One level as this reader may see it: the employee's shared mark, the other's ring, target and steps.

    ``as_agreed`` draws the steps as they were agreed: what is done later does not change a memo.
    """
    conversation = talk.conversation
    own, other = talk.marks.get((question, Side.EMPLOYEE)), talk.marks.get((question, Side.SUPERVISOR))
    last = None if as_agreed else talk.last.get(question)
    return Level(
        name=question.value,
        question=question.label,
        now=own.now if own else None,
        target=own.target if own else None,
        now_label=first_name(conversation.employee_name),
        other=other.now if other else None,
        other_label=first_name(conversation.supervisor_name),
        previous=last.now if last else None,
        previous_label=f"{first_name(conversation.employee_name)} {date_only(last.marked_at)}" if last else "",
        steps=(talk.agreed_steps(question) if as_agreed else talk.steps_of(question)) if with_steps else [],
        disabled=True,
    )


@dataclass(frozen=True)
class Said:
    """What one of the two has marked and written, beside the level."""

    side: Side
    name: str
    word: str  # where the mark is
    text: str


@dataclass(frozen=True)
class BoardLevel:
    """One question: the level, what the two say of it, and what this reader may change or share."""

    level: Level
    said: list[Said]
    field: AssessmentField | None  # the reader's own mark and words
    offer: Offer | None  # what the employee has not shared yet
    is_shared: bool


def levels_of(talk: ConversationPage, questions: Iterable[Question], *, marking: str = "") -> list[BoardLevel]:
    """The levels of a step. ``marking``: a question that the employee marks here without having shared it before."""
    conversation = talk.conversation
    side = conversation.side if conversation.can_edit else None
    offers: dict[Question, Offer] = {}
    if side == Side.EMPLOYEE:
        unshared = [each for each in questions if (each, Side.EMPLOYEE) not in talk.marks and each != marking]
        found = offers_on_the_spot(talk.reader, conversation, unshared) if unshared else []
        offers = {offer.question: offer for offer in found}
    return [_level_of(talk, question, side, offers.get(question)) for question in questions]


def _level_of(talk: ConversationPage, question: Question, side: str | None, offer: Offer | None) -> BoardLevel:
    shown = level(talk, question)
    field = None
    if side and not offer:
        field = talk.own_field(question, side)
        field.writing = replace(field.writing, rows=1, is_optional=False)
    if field and field.level:
        field = replace(field, level=_beside(field.level, shown, as_ring=side == Side.SUPERVISOR))
    return BoardLevel(
        level=shown,
        said=[said for each in Side if not (field and each == side) and (said := _said(talk, question, each))],
        field=field,
        offer=offer,
        is_shared=(question, Side.EMPLOYEE) in talk.marks,
    )


def _beside(own: Level, shown: Level, *, as_ring: bool) -> Level:
    """The reader's own level, with the other's mark on it."""
    own = replace(own, steps=shown.steps, previous=shown.previous, previous_label=shown.previous_label)
    if not as_ring:
        return replace(own, other=shown.other, now_label=shown.now_label, other_label=shown.other_label)
    names = replace(own, now_label=shown.other_label, other_label=shown.now_label)
    return replace(names, other=shown.now, target=shown.target, as_ring=True)


def _said(talk: ConversationPage, question: Question, side: Side) -> Said | None:
    mark = talk.marks.get((question, side))
    if mark is None or (mark.now is None and not mark.text):
        return None
    word = position_label(mark.now) if mark.now is not None else ""
    return Said(side, talk.conversation.name_of(side), word, mark.text.open(talk.reader) if mark.text else "")
