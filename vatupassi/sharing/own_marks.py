"""What each of the two marks and writes of a conversation, for filling in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from vatupassi.assessment.forms import AssessmentField, assessment_writing
from vatupassi.level.picture import Level
from vatupassi.level.questions import SUPERVISOR_MARKS, Question
from vatupassi.models import BoardMark, Conversation, Side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from people.models import User


def view_field(mark: BoardMark, reader: User) -> AssessmentField:
    """The supervisor's own view of one question, for filling in: no level on Kykenenkö and Haluanko."""
    question = Question(mark.question)
    key = f"view-{question}"
    level = Level(
        name=key,
        question=question.label,
        now=mark.now,
        with_target=False,
        now_label=_("My view"),
        prompt=_("Tap or drag where you see it"),
        as_ring=True,
    )
    return AssessmentField(
        question=question,
        level=level if question in SUPERVISOR_MARKS else None,
        writing=assessment_writing(mark, reader, key=key, question=question, label=_("How I could support")),
    )


def own_field(conversation: Conversation, mark: BoardMark, reader: User, *, side: str) -> AssessmentField:
    """What one of the two has marked and written of one question, for changing it in the talk."""
    if side == Side.SUPERVISOR:
        return view_field(mark, reader)
    question = Question(mark.question)
    key = f"own-{question}"
    label = _("In my own words")
    prompt = _("Tap or drag: %(name)s sees it at once") % {"name": conversation.supervisor_name}
    return AssessmentField(
        question=question,
        level=Level(name=key, question=question.label, now=mark.now, target=mark.target, prompt=prompt),
        writing=assessment_writing(mark, reader, key=key, question=question, label=label),
    )


def view_fields(
    conversation: Conversation,
    supervisor: User,
    questions: Iterable[Question],
    marks: dict[tuple[str, str], BoardMark],
) -> list[AssessmentField]:
    """The supervisor's own view of a conversation they hold; ``marks`` by question and side, as `Talk` has them."""
    fields = []
    for question in questions:
        mark = marks.get((question, Side.SUPERVISOR)) or BoardMark(
            conversation=conversation, side=Side.SUPERVISOR, question=question
        )
        mark.conversation = conversation
        fields.append(view_field(mark, supervisor))
    return fields
