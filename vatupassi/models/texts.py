"""What is written and marked in a conversation: notes, marks on the board, differing views."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.access import ReadItem
from core.sealed import SealedTextField
from vatupassi.models.assessment import Conflict
from vatupassi.models.conversation import Conversation, Side
from vatupassi.questions import Position, Question

if TYPE_CHECKING:
    from people.models import User
    from vatupassi.models.agreements import FollowUp


class InConversation(models.Model):
    """A row whose texts belong to a conversation: its readers are the conversation's readers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation: models.ForeignKey

    class Meta:
        """No table of its own."""

        abstract = True

    def read_item(self, reader: User) -> ReadItem:
        """Reading any text of the conversation is one row a day in the access log."""
        return self.conversation.read_item(reader)


class Note(InConversation):
    """What the two wrote in one slot (see `vatupassi.steps`), together.

    Seen by: as the conversation. Lives: with it. The text (P3) is encrypted.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="notes")
    slot = models.CharField(max_length=60)
    text = SealedTextField()
    version = models.PositiveIntegerField(default=0)
    edited_by = models.CharField(max_length=10, choices=Side.choices, blank=True)
    edited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Each slot once in a conversation."""

        constraints = [models.UniqueConstraint(fields=["conversation", "slot"], name="note_slot_once")]

    def __str__(self) -> str:
        return f"{self.slot} of {self.conversation_id}"

    @classmethod
    def write(
        cls,
        conversation: Conversation,
        slot: str,
        text: str,
        *,
        version: int,
        by: User,
        follow_up: FollowUp | None = None,
        note: Note | None = None,
        chosen: bool = False,
    ) -> Note:
        """Save a text that was begun from ``version``; ``note`` is its row where the caller has read it, locked.

        Raises `Conflict` (with the saved note) when another text has been saved since; the caller's text is then kept
        as a `Fork`, so that neither is lost. It waits until its writer has ``chosen`` between the two, also when they
        write on in another tab meanwhile. The conversation must be locked by the caller. What is written at a
        ``follow_up`` stands outside the confirmed text: it can be written after it and moves none of it.
        """
        (follow_up or conversation).require_open()
        side = conversation.side_of(by)
        note = note or cls.objects.get_or_create(conversation=conversation, slot=slot)[0]
        note.conversation = conversation
        if note.version == version:
            note.text, note.version, note.edited_by, note.edited_at = text, version + 1, side or "", timezone.now()
            note.save(update_fields=["text", "version", "edited_by", "edited_at"])
            if chosen and conversation.forked:
                Fork.objects.filter(conversation=conversation, slot=slot, side=side).delete()
            conversation.touch(text=follow_up is None)
            return note
        if note.text.open(by) == text:
            return note  # the same save sent twice
        fork, new = Fork.objects.get_or_create(conversation=conversation, slot=slot, side=side)
        fork.conversation = conversation
        waiting = "" if new or chosen else fork.text.open(by)  # from another tab of the same writer
        fork.text = text if waiting in text else f"{waiting}\n\n{text}"
        fork.save()
        conversation.forked = True
        raise Conflict(note)


class Fork(InConversation):
    """A text that its writer could not save because the other saved first; waits until the writer chooses.

    Seen by: its writer. Lives: until the choice, at most as long as the conversation. The text (P3) is encrypted.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="forks")
    slot = models.CharField(max_length=60)
    side = models.CharField(max_length=10, choices=Side.choices)
    text = SealedTextField()

    class Meta:
        """One waiting text for each writer and slot."""

        constraints = [models.UniqueConstraint(fields=["conversation", "slot", "side"], name="fork_once")]

    def __str__(self) -> str:
        return f"{self.slot} of {self.side}"


class BoardMarkQuerySet(models.QuerySet["BoardMark"]):
    """Named sets of marks."""

    def visible_to(self, user: User) -> Self:
        """Marks of conversations that the user sees; a supervisor's only once the employee has shared that item.

        A supervisor sees their own always.
        """
        shared = BoardMark.objects.filter(
            conversation=OuterRef("conversation"),
            sitting=OuterRef("sitting"),
            question=OuterRef("question"),
            side=Side.EMPLOYEE,
        )
        seen = Q(side=Side.EMPLOYEE) | Q(conversation__supervisor=user) | Exists(shared)
        return self.filter(seen, conversation__in=Conversation.objects.visible_to(user).values("pk"))


class BoardMark(InConversation):
    """One party's mark on one level in one sitting (0 is the conversation, 1… are its follow-ups).

    The employee's is a copy of what they shared; later edits of the assessment do not reach it. The supervisor's is
    their own view: a mark on Tiedänkö and Osaanko, and in words how they could support.
    Seen by: the parties and readers; the supervisor's by the others only once the employee has shared that item.
    Lives: with the conversation. The text (P3) is encrypted; the marks are P2.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="marks")
    sitting = models.PositiveSmallIntegerField(default=0)
    side = models.CharField(max_length=10, choices=Side.choices)
    question = models.CharField(max_length=10, choices=Question.choices)
    now = models.SmallIntegerField(null=True, choices=Position.choices)
    target = models.SmallIntegerField(null=True, choices=Position.choices)
    text = SealedTextField()
    version = models.PositiveIntegerField(default=0)
    marked_at = models.DateTimeField(default=timezone.now)
    objects: BoardMarkQuerySet = BoardMarkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One mark for each party, question and sitting; of Kykenenkö and Haluanko a supervisor marks nothing."""

        constraints = [
            models.UniqueConstraint(fields=["conversation", "sitting", "side", "question"], name="board_mark_once"),
            models.CheckConstraint(
                condition=Q(side="employee") | Q(question__in=["tiedanko", "osaanko"]) | Q(now=None, target=None),
                name="supervisor_marks_two_levels",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} by {self.side}, sitting {self.sitting}"


class DifferingView(InConversation):
    """What one party wants to be read beside the memo. Its writer alone edits it; it changes nothing confirmed.

    Seen by: as the conversation. Lives: with it. The text (P3) is encrypted.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="differing_views")
    side = models.CharField(max_length=10, choices=Side.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = SealedTextField()
    version = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """One for each party."""

        constraints = [models.UniqueConstraint(fields=["conversation", "side"], name="differing_view_once")]

    def __str__(self) -> str:
        return f"differing view of {self.side}"
