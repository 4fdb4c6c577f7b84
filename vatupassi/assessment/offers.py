"""What the employee may share into which conversation, and what has been shared already."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core.prepared import prepared
from vatupassi.conversation.models import supervisor_reads
from vatupassi.level.picture import Level
from vatupassi.level.questions import Question
from vatupassi.models import Assessment, AssessmentItem, BoardMark, Conversation, Side

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
    earlier: bool = False  # shared from an assessment before this one

    @property
    def key(self) -> str:
        """Unique in a page."""
        return f"{self.question}-{self.conversation.pk}"

    @property
    def has_item(self) -> bool:
        """Whether the assessment says something of it."""
        return self.item is not None and self.item.is_filled

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

    @property
    def shared_level(self) -> Level:
        """The copy in the conversation."""
        mark = self.mark
        return replace(self.own_level, now=mark.now if mark else None, target=mark.target if mark else None)


def conversations_ahead(user: User) -> list[Conversation]:
    """Conversations to come into which the user may share: the nearest first, and only those that the other sees."""
    return [conversation for conversation in _ahead(user) if conversation.occasion.has_levels]


@prepared(related=["employee", "occasion"])
def _ahead(user: User) -> QuerySet[Conversation]:
    mine = Conversation.objects.editable_by(user).filter(supervisor_reads(), employee=user)
    return mine.order_by("starts_at", "pk")


@prepared()
def _shared(user: User) -> QuerySet[BoardMark]:
    mine = BoardMark.objects.visible_to(user).filter(conversation__employee=user)
    return mine.filter(sitting=0, side=Side.EMPLOYEE)


def offers_into(user: User, assessment: Assessment | None, conversations: Iterable[Conversation]) -> list[Offer]:
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
            earlier=_is_earlier(marks.get((conversation.pk, question)), assessment),
        )
        for conversation in into.values()
        for question in Question
    ]


def _is_earlier(mark: BoardMark | None, assessment: Assessment | None) -> bool:
    """Whether the copy is of an assessment before this one: then this one's item has not been shared."""
    return bool(mark and assessment and mark.marked_at < assessment.started_at)


def offers_on_the_spot(user: User, conversation: Conversation, questions: Iterable[Question]) -> list[Offer]:
    """What the employee could share on the spot: the newest item of each of these questions, in one query."""
    rows = AssessmentItem.objects.visible_to(user).filter(question__in=list(questions))
    newest: dict[str, AssessmentItem] = {}
    for item in rows.select_related("assessment").order_by("-assessment__started_at")[:12]:
        newest.setdefault(item.question, item)
    return [Offer(conversation, question, newest.get(question), mark=None) for question in questions]


def preparation(conversation: Conversation, employee: User) -> dict[str, Any]:
    """What the employee may share before a conversation: each item of the newest assessment with its state."""
    newest = Assessment.objects.visible_to(employee).prefetch_related("items").first()
    offers = offers_into(employee, newest, [conversation])
    return {
        "assessment": newest,
        "offers": offers,
        "shares_something": any(offer.mark for offer in offers),
        "can_offer": any(offer.mark or offer.has_item for offer in offers),
    }


def differs(item: AssessmentItem | None, mark: BoardMark | None, reader: User) -> bool:
    """Whether the item says something else than its copy. An empty item (of a new assessment) says nothing.

    A note that was left out of the copy may change freely, and so may a copy that was marked anew in the talk.
    """
    if item is None or mark is None or not item.is_filled or mark.marked_at > item.assessment.edited_at:
        return False
    if (item.now, item.target) != (mark.now, mark.target):
        return True
    return bool(mark.text) and mark.text.open(reader) != item.text.open(reader)
