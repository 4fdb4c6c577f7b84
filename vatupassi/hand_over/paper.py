"""The paper that goes with the employee to the next step along the support path: what the employee chose, no more.

The supervisor's own view never goes along. Kykenenkö and the nine questions are parts of their own: without them
nothing of them stands in the paper, and no agreement says which question it moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone, translation

from core import organisation, pdf
from vatupassi.level.questions import Question
from vatupassi.memo.content import (
    MemoContent,
    MemoRows,
    agreements_of,
    differing_views,
    follow_up_of,
    marks_of,
    notes_of,
    setting_of,
)
from vatupassi.memo.layout import page
from vatupassi.models import HandOver, Side

if TYPE_CHECKING:
    from core.request import Request
    from core.sealed import Sealed

Part = HandOver.Part


def content_of_hand_over(hand_over: HandOver) -> MemoContent:
    """The chosen parts as plain data."""
    conversation, parts = hand_over.conversation, set(hand_over.parts)
    ability, rows = Part.ABILITY in parts, MemoRows.of(conversation)

    def chosen(question: str, part: str) -> bool:
        return ability if question == Question.ABLE else part in parts

    marks = [mark for mark in rows.marks if mark.sitting == 0 and mark.side == Side.EMPLOYEE]
    notes = {note.slot: note.text for note in rows.notes if note.text}
    return MemoContent(
        **setting_of(conversation, opened=_opened),
        marks=marks_of([mark for mark in marks if chosen(mark.question, Part.MARKS)], opened=_opened),
        notes=notes_of(
            conversation,
            {
                slot: text
                for slot, text in notes.items()
                if (Part.NINE in parts if slot.startswith("nine.") else chosen(slot.partition(".")[0], Part.NOTES))
            },
            opened=_opened,
        ),
        agreements=agreements_of(conversation, rows.agreements, ability=ability, opened=_opened)
        if Part.AGREEMENTS in parts
        else [],
        follow_up=follow_up_of(conversation) if Part.AGREEMENTS in parts else None,
        left_out=[],
        questions=ability,
    )


def draw_hand_over(hand_over: HandOver, request: Request | None = None) -> bytes:
    """The paper in the language of the memo: for the employee to look at before approving, then to be kept sealed."""
    conversation, language = hand_over.conversation, hand_over.conversation.memo_language
    views = differing_views(conversation, opened=_opened, side=Side.EMPLOYEE) if Part.VIEW in hand_over.parts else []
    with translation.override(language), timezone.override(timezone.get_default_timezone()):
        context = {
            "page": page(content_of_hand_over(hand_over), language, views),
            "hand_over": hand_over,
            "employee": conversation.employee_name,
            "EMPLOYER_NAME": organisation.current().name,
        }
        return pdf.render("vatupassi/hand_over/pdf.html", context, language, request)


def _opened(text: Sealed) -> str:
    return text.open_as_system("make the paper that the employee approves")
