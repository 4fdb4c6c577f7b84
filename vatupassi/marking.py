"""One item of a board as a page shows it for filling in: the level, the text, what was saved when, what went wrong.

The page and the autosave's answer are drawn from the same `Field` by the same include, so they are equal.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.autosave import saved
from vatupassi.board import Level
from vatupassi.questions import Question

if TYPE_CHECKING:
    from uuid import UUID

    from django.utils.functional import Promise

    from vatupassi.forms.assessment import ItemForm


@dataclass
class Field:
    """What `_assessment_item.html` needs. ``key`` names the fields in the page and the container ``field-<key>``."""

    key: str
    question: Question
    level: Level | None
    label: str | Promise
    text: str = ""
    version: int = 0
    saved_at: datetime.datetime | None = None
    assessment: UUID | str = ""
    with_help: bool = False
    error: str = ""
    saved_text: str | None = None  # the text saved elsewhere, when `text` could not be saved over it

    @property
    def guarded(self) -> bool:
        """Whether the place could invite talk of illness."""
        return self.question is Question.ABLE

    @property
    def status(self) -> str:
        """“Saved at 9.24”, with the day when it was not today."""
        return saved(self.saved_at) if self.saved_at else ""

    @property
    def failure(self) -> int:
        """The HTTP status of what went wrong: 409 another text was saved meanwhile, 422 cannot be saved, 0 nothing."""
        return 409 if self.saved_text is not None else 422 if self.error else 0

    def failed(self, form: ItemForm) -> None:
        """Show what could not be saved, with the reason; what was typed stays in the page."""
        self.text = form.typed
        self.error = " ".join(str(error) for errors in form.errors.values() for error in errors)

    def clashed(self, form: ItemForm) -> None:
        """Show both texts: the one in the page and the one saved meanwhile."""
        self.text, self.saved_text = form.typed, self.text
