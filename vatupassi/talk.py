"""What one party sees on one step of a conversation, loaded in as many queries as there are tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from core.prepared import prepared
from vatupassi.models import Agreement, BoardMark, Conversation, Fork, Note, Outcome, Side
from vatupassi.questions import Question
from vatupassi.steps import Slot, Step

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from people.models import User


@prepared
def _notes(conversation: Conversation) -> QuerySet[Note]:
    return Note.objects.filter(conversation=conversation)


@prepared
def _marks(conversation: Conversation) -> QuerySet[BoardMark]:
    return BoardMark.objects.filter(conversation=conversation, sitting=0)


@prepared
def _agreements(conversation: Conversation) -> QuerySet[Agreement]:
    return Agreement.objects.filter(conversation=conversation).select_related("measure")


@dataclass
class Writing:
    """One slot of a step with its text, as its reader sees it."""

    slot: Slot
    text: str = ""
    version: int = 0
    edited_by: str = ""  # the name, when it was the other party
    edited_at: Any = None
    waiting: str | None = None  # the reader's own text that met the other's: both are shown until they choose
    problem: str = ""  # why it was not saved
    writable: bool = False


@dataclass
class Talk:
    """A conversation as one reader sees it. All texts are opened for that reader."""

    conversation: Conversation
    reader: User
    notes: dict[str, Note] = field(default_factory=dict)
    marks: dict[tuple[str, str], BoardMark] = field(default_factory=dict)  # (question, side), sitting 0
    agreements: list[Agreement] = field(default_factory=list)
    forks: dict[str, Fork] = field(default_factory=dict)

    @classmethod
    def texts(cls, conversation: Conversation, reader: User) -> Talk:
        """The notes alone, for saving: one query, one more where a text waits for its writer's choice."""
        talk = cls(conversation, reader)
        for note in _notes(conversation):
            note.conversation = conversation
            talk.notes[note.slot] = note
        talk.find_forks()
        return talk

    @classmethod
    def load(cls, conversation: Conversation, reader: User) -> Talk:
        """Read what the reader may see: three queries, one more where a text waits for its writer's choice."""
        talk = cls.texts(conversation, reader)
        marks = {(mark.question, mark.side): mark for mark in _marks(conversation)}
        for (question, side), mark in marks.items():
            mark.conversation = conversation
            mine = side == conversation.side
            if side == Side.EMPLOYEE or mine or (question, Side.EMPLOYEE) in marks:
                talk.marks[question, side] = mark
        talk.agreements = _agreements(conversation)
        for agreement in talk.agreements:
            agreement.conversation = conversation
        return talk

    def find_forks(self) -> None:
        """Texts of the reader that wait for a choice: asked only where the conversation has some."""
        conversation, self.forks = self.conversation, {}
        if conversation.can_edit and conversation.forked:
            for fork in Fork.objects.filter(conversation=conversation, side=conversation.side):
                fork.conversation = conversation
                self.forks[fork.slot] = fork

    def writing(self, slot: Slot) -> Writing:
        """One slot with its text."""
        note, fork = self.notes.get(slot.code), self.forks.get(slot.code)
        if note is None:
            return Writing(slot, writable=self.conversation.can_edit)
        other = note.edited_by and note.edited_by != self.conversation.side
        return Writing(
            slot,
            text=note.text.open(self.reader),
            version=note.version,
            edited_by=self.conversation.name_of(note.edited_by) if other else "",
            edited_at=note.edited_at if note.version else None,
            waiting=fork.text.open(self.reader) if fork else None,
            writable=self.conversation.can_edit,
        )

    def writings(self, step: Step) -> list[Writing]:
        """The slots of a step."""
        return [self.writing(slot) for slot in step.slots]

    def done(self, step: Step) -> bool:
        """Whether something has been written or agreed on the step."""
        if step.code == "agreements":
            return bool(self.agreements)
        if step.code == "memo":
            return not self.conversation.is_open
        if step.code == "follow-up":
            return self.conversation.follow_up_at is not None
        return any(slot.code in self.notes and bool(self.notes[slot.code].text) for slot in step.slots)

    def agreed_steps(self, question: Question) -> list[bool]:
        """The steps on a level as they were agreed, none of them done yet."""
        return [False for agreement in self.agreements if agreement.question == question]

    def steps_of(self, question: Question) -> list[bool]:
        """The agreed steps on a level: True where done; dropped ones are not drawn."""
        return [
            agreement.outcome == Outcome.DONE
            for agreement in self.agreements
            if agreement.question == question and agreement.outcome != Outcome.DROPPED
        ]


def unfinished_before(conversation: Conversation, reader: User) -> list[Agreement]:
    """Open agreements of the last conversation of the same two people: they come first in the new one."""
    if not conversation.unfinished_before:
        return []
    earlier = (
        Conversation.objects.of_party(reader)
        .filter(employee=conversation.employee_id, supervisor=conversation.supervisor_id)
        .filter(created_at__lt=conversation.created_at)
        .exclude(status=Conversation.Status.DECLINED)
        .order_by("-created_at")
        .prefetch_related(Prefetch("agreements", Agreement.objects.unfinished().select_related("measure")))
        .first()
    )
    return list(earlier.agreements.all()) if earlier else []
