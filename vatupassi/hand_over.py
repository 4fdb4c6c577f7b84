"""The paper that goes with the employee to the next step along the support path: what the employee chose, no more.

The supervisor's own view never goes along. Kykenenkö and the nine questions are parts of their own: without them
nothing of them stands in the paper, not even which question an agreement moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation

from vatupassi import memo
from vatupassi.models import HandOver, Side
from vatupassi.questions import Question

if TYPE_CHECKING:
    from core.sealed import Sealed

Part = HandOver.Part


def content_of(hand_over: HandOver) -> memo.Memo:
    """The chosen parts as plain data."""
    conversation, parts = hand_over.conversation, set(hand_over.parts)
    ability, rows = Part.ABILITY in parts, memo.Rows.of(conversation)

    def chosen(question: str, part: str) -> bool:
        return ability if question == Question.ABLE else part in parts

    marks = [mark for mark in rows.marks if mark.sitting == 0 and mark.side == Side.EMPLOYEE]
    notes = {note.slot: note.text for note in rows.notes if note.text}
    return memo.Memo(
        **memo.setting_of(conversation),
        marks=memo.marks_of([mark for mark in marks if chosen(mark.question, Part.MARKS)], opened=_opened),
        notes=memo.notes_of(
            conversation,
            {
                slot: text
                for slot, text in notes.items()
                if (Part.NINE in parts if slot.startswith("nine.") else chosen(slot.partition(".")[0], Part.NOTES))
            },
            opened=_opened,
        ),
        agreements=memo.agreements_of(conversation, rows.agreements, ability=ability, opened=_opened)
        if Part.AGREEMENTS in parts
        else [],
        follow_up=memo.follow_up_of(conversation) if Part.AGREEMENTS in parts else None,
        left_out=[],
    )


def render(hand_over: HandOver) -> bytes:
    """The paper in the language of the memo: for the employee to look at before approving, then to be kept sealed."""
    from core import pdf
    from vatupassi.memo_page import page

    conversation, language = hand_over.conversation, hand_over.conversation.memo_language
    views = (
        memo.differing_views(conversation, opened=_opened, side=Side.EMPLOYEE) if Part.VIEW in hand_over.parts else []
    )
    with translation.override(language), timezone.override(timezone.get_default_timezone()):
        context = {
            "page": page(content_of(hand_over), language, views),
            "hand_over": hand_over,
            "employee": conversation.employee_name,
            "EMPLOYER_NAME": settings.EMPLOYER_NAME,
        }
        return pdf.render("vatupassi/pdf/hand_over.html", context, language)


def _opened(text: Sealed) -> str:
    return text.open_as_system("make the paper that the employee approves")
