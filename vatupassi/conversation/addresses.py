"""Where the pages of a talk lead and post to. The templates know no other way: a practice has addresses of its own."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from core.addresses import address


@dataclass(frozen=True)
class Addresses:
    """Those of one conversation. An empty one: there is no such way here, and the page shows none."""

    pk: UUID

    @property
    def all(self) -> str:
        """The list that it stands in."""
        return address("conversation_list")

    @property
    def own(self) -> str:
        """Its own page."""
        return address("conversation_detail", self.pk)

    def step(self, code: str) -> str:
        """One step of the talk."""
        return address("conversation_step", self.pk, code)

    def write(self, code: str) -> str:
        """Saves the texts of a step."""
        return address("conversation_write", self.pk, code)

    @property
    def mark(self) -> str:
        """Saves what one of the two marks."""
        return address("conversation_view", self.pk)

    @property
    def own_sentences(self) -> str:
        """What one has written and does not find any more."""
        return address("own_sentences", self.pk)

    @property
    def presence(self) -> str:
        """Who is there."""
        return address("presence", self.pk)

    @property
    def onward(self) -> str:
        """The next step along the support path."""
        return address("next_step", self.pk)

    def agree(self, code: str) -> str:
        """Adds an agreement on a step."""
        return address("agreement_add", self.pk, code)

    def agree_whole(self, code: str) -> str:
        """All that an agreement may say."""
        return address("agreement_new", self.pk, code)

    def agreement(self, pk: UUID) -> str:
        """One agreement, for changing it."""
        return address("agreement_edit", pk)

    def agreement_save(self, pk: UUID) -> str:
        """Saves it."""
        return address("agreement_save", pk)

    def agreement_remove(self, pk: UUID) -> str:
        """Takes it away."""
        return address("agreement_remove", pk)

    @property
    def plan(self) -> str:
        """Sets the time of the follow-up."""
        return address("follow_up_plan", self.pk)

    @property
    def plan_none(self) -> str:
        """No follow-up."""
        return address("follow_up_cancel", self.pk)

    def calendar(self, number: int) -> str:
        """The follow-up's entry for a calendar."""
        return address("follow_up_calendar", self.pk, number)

    def memo(self, act: str) -> str:
        """What one does with the memo: held, include, confirm or reopen."""
        return address(f"memo_{act}", self.pk)

    @property
    def differing_view(self) -> str:
        """Saves one's own differing view."""
        return address("differing_view_save", self.pk)

    @property
    def memo_pdf(self) -> str:
        """The memo as a PDF."""
        return address("memo_pdf", self.pk)
