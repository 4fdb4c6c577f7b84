"""The sheet on which an employee chooses what to share into one conversation, and what they have chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vatupassi.assessment.offers import Offer, offers_into
from vatupassi.models import Assessment
from vatupassi.sharing import actions as act

if TYPE_CHECKING:
    from collections.abc import Mapping

    from people.models import User
    from vatupassi.level.picture import Level
    from vatupassi.level.questions import Question
    from vatupassi.models import Conversation


@dataclass(frozen=True)
class Row:
    """One of the four: whether it is shared, what the other would see, and whether its note comes along."""

    offer: Offer
    is_on: bool
    with_note: bool
    note: str  # what may come along, or stands in a copy that stays as it is

    @property
    def question(self) -> Question:
        """Which of the four."""
        return self.offer.question

    @property
    def stays(self) -> bool:
        """Whether only the copy of an earlier assessment is there: it stays as it is, or is taken back."""
        return not self.offer.has_item

    @property
    def is_so(self) -> bool:
        """Whether there is nothing to do."""
        mark = self.offer.mark
        if mark is None or not self.is_on:
            return self.is_on == (mark is not None)
        return self.stays or (not self.offer.changed and self.with_note == bool(mark.text))

    @property
    def can_be_on(self) -> bool:
        """Whether there is anything to share."""
        return self.offer.has_item or self.offer.mark is not None

    @property
    def level(self) -> Level:
        """What the other would see."""
        return self.offer.shared_level if self.stays else self.offer.own_level


@dataclass(frozen=True)
class Sheet:
    """The four rows of one conversation, and the assessment that they stand for."""

    conversation: Conversation
    assessment: Assessment | None
    rows: list[Row]

    @classmethod
    def of(cls, conversation: Conversation, user: User, chosen: Mapping[str, str] | None = None) -> Sheet:
        """As it is shared now, or as it was ``chosen`` on a page that comes back."""
        newest = Assessment.objects.visible_to(user).prefetch_related("items").first()
        rows = [_row(offer, user, chosen) for offer in offers_into(user, newest, [conversation])]
        return cls(conversation, newest, rows)

    @property
    def stamp(self) -> str:
        """Of what the page shows: what has changed since is looked at again before it is shared."""
        own = f"{self.assessment.pk} {self.assessment.edited_at.isoformat()}" if self.assessment else ""
        other = str(self.conversation.supervisor_id)
        return " ".join(
            [other, own, *(f"{row.question}:{row.offer.mark.version}" for row in self.rows if row.offer.mark)]
        )

    @property
    def is_so(self) -> bool:
        """Whether the conversation's copies are already what the rows say."""
        return all(row.is_so for row in self.rows)

    @property
    def is_shared(self) -> bool:
        """Whether something of it is in the conversation already."""
        return any(row.offer.mark for row in self.rows)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to share or to take back."""
        return not any(row.can_be_on for row in self.rows)

    def apply(self, by: User) -> None:
        """Make the conversation's copies as the rows say. The conversation is locked by the caller."""
        for row in self.rows:
            item = row.offer.item
            if row.is_on and item is not None and item.is_filled:
                act.share(self.conversation, item, with_note=row.with_note, by=by)
            elif not row.is_on and row.offer.mark:
                act.take_back(self.conversation, row.question, by=by)


def _row(offer: Offer, user: User, chosen: Mapping[str, str] | None) -> Row:
    mark = offer.mark
    source = offer.item if offer.item is not None and offer.has_item else mark
    is_on, with_note = mark is not None, bool(mark and mark.text)
    if chosen is not None:
        is_on = f"share-{offer.question}" in chosen and (offer.has_item or is_on)
        with_note = f"note-{offer.question}" in chosen
    return Row(offer, is_on, with_note, source.text.open(user) if source is not None and source.text else "")
