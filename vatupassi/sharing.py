"""What the employee may share into which conversation, and what has been shared already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.prepared import prepared
from vatupassi.board import Level
from vatupassi.marking import Field
from vatupassi.models import Assessment, AssessmentItem, BoardMark, Conversation, Side
from vatupassi.questions import Question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from people.models import User


@dataclass
class Offer:
    """One item and one conversation ahead: not shared, shared, or shared and changed since."""

    conversation: Conversation
    question: Question
    item: AssessmentItem | None
    mark: BoardMark | None
    changed: bool = False

    @property
    def key(self) -> str:
        """Unique in a page."""
        return f"{self.question}-{self.conversation.pk}"

    @property
    def can_share(self) -> bool:
        """Whether the item has something that is not in the conversation yet."""
        return self.mark is None or self.changed

    @property
    def own_level(self) -> Level:
        """The item as it stands in the assessment."""
        item = self.item
        return Level(
            name=self.key,
            question=self.question.label,
            now=item.now if item else None,
            target=item.target if item else None,
        )


@prepared
def ahead(user: User) -> QuerySet[Conversation]:
    """Conversations to come in which the user is the employee, the nearest first."""
    mine = Conversation.objects.editable_by(user).filter(employee=user)
    return mine.select_related("employee").order_by("starts_at", "pk")


@prepared
def _shared(user: User) -> QuerySet[BoardMark]:
    mine = BoardMark.objects.visible_to(user).filter(conversation__employee=user)
    return mine.filter(sitting=0, side=Side.EMPLOYEE)


def offers(user: User, assessment: Assessment | None, conversations: Iterable[Conversation]) -> list[Offer]:
    """Every item against every conversation: one query for what is shared. The assessment's items are prefetched."""
    into = {conversation.pk: conversation for conversation in conversations}
    if not into:
        return []
    marks = {}
    for mark in _shared(user):
        if mark.conversation_id in into:
            mark.conversation = into[mark.conversation_id]
            marks[mark.conversation_id, mark.question] = mark
    items = {item.question: item for item in assessment.items.all()} if assessment else {}
    return [
        Offer(
            conversation,
            question,
            item=items.get(question),
            mark=marks.get((conversation.pk, question)),
            changed=differs(items.get(question), marks.get((conversation.pk, question)), user),
        )
        for conversation in into.values()
        for question in Question
    ]


def unshared(user: User, conversation: Conversation, questions: Iterable[Question]) -> list[Offer]:
    """What the employee could share on the spot: the newest item of each of these questions, in one query."""
    rows = AssessmentItem.objects.visible_to(user).filter(question__in=list(questions))
    newest: dict[str, AssessmentItem] = {}
    for item in rows.select_related("assessment").order_by("-assessment__started_at")[:12]:
        newest.setdefault(item.question, item)
    return [Offer(conversation, question, newest.get(question), mark=None) for question in questions]


def preparation(conversation: Conversation, employee: User) -> dict[str, Any]:
    """What the employee may share before a conversation: each item of the newest assessment with its state."""
    newest = Assessment.objects.visible_to(employee).prefetch_related("items").first()
    return {"assessment": newest, "offers": offers(employee, newest, [conversation])}


def differs(item: AssessmentItem | None, mark: BoardMark | None, reader: User) -> bool:
    """Whether the item says something else than its copy. An empty item (of a new assessment) says nothing.

    A note that was left out of the copy may change freely.
    """
    if item is None or mark is None or not item.is_filled:
        return False
    if (item.now, item.target) != (mark.now, mark.target):
        return True
    return bool(mark.text) and mark.text.open(reader) != item.note.open(reader)


def view_field(mark: BoardMark, reader: User) -> Field:
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
    )
    return Field(
        key=key,
        question=question,
        level=level if question.supervisor_marks else None,
        label=_("How I could support"),
        text=mark.text.open(reader),
        version=mark.version,
        saved_at=mark.marked_at if not mark._state.adding else None,
    )


def view_fields(
    conversation: Conversation,
    supervisor: User,
    questions: Iterable[Question],
    marks: dict[tuple[str, str], BoardMark],
) -> list[Field]:
    """The supervisor's own view of a conversation they hold; ``marks`` by question and side, as `Talk` has them."""
    fields = []
    for question in questions:
        mark = marks.get((question, Side.SUPERVISOR)) or BoardMark(
            conversation=conversation, side=Side.SUPERVISOR, question=question
        )
        mark.conversation = conversation
        fields.append(view_field(mark, supervisor))
    return fields
