"""An item of an assessment: the form that it arrives in, and the field that a page shows of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.texts.versioned import VersionedText, writing_of
from core.texts.writing import Writing
from vatupassi.level.picture import Level
from vatupassi.level.questions import Position, Question
from vatupassi.models import LONGEST_TEXT

if TYPE_CHECKING:
    from uuid import UUID

    from people.models import User


class PositionField(forms.TypedChoiceField):
    """One of the seven positions, or None for "not marked"."""

    def __init__(self) -> None:
        choices: list[tuple[Any, str | Promise]] = [("", gettext_lazy("not marked")), *Position.choices]
        super().__init__(choices=choices, coerce=int, empty_value=None, required=False)


class MarksForm(forms.Form):
    """The marks of one item under its key: ``<key>-now`` and ``<key>-target``; its text is a `VersionedText`.

    Autosave sends only what changed, so what is absent from the data stays as it is: see `marks`. A ``whole`` form
    sends every mark, with what it was when the page was made (``was-<key>-now``): one that was not touched there does
    not undo what another tab has marked since. Of two that were touched the last one counts.
    """

    now = PositionField()
    target = PositionField()

    def __init__(self, data: Mapping[str, Any], *, key: str, marks: bool = True, whole: bool = False) -> None:
        self.key, self.whole = key, whole
        super().__init__(data)
        if not marks:
            del self.fields["now"], self.fields["target"]

    def add_prefix(self, field_name: str) -> str:
        """The name of a field in the page."""
        return f"{self.key}-{field_name}"

    @staticmethod
    def says_something(data: Mapping[str, Any]) -> bool:
        """Whether a whole page of items has a mark or a word."""
        names = ("{}-now", "{}-target", "text-{}")
        return any(data.get(name.format(question)) for question in Question for name in names)

    @classmethod
    def sent(cls, data: Mapping[str, Any], key: str) -> bool:
        """Whether the data has this item at all."""
        return f"version-{key}" in data

    @property
    def marks(self) -> dict[str, int | None]:
        """The marks that were set."""
        names = [name for name in ("now", "target") if name in self.fields and self._is_set(self.add_prefix(name))]
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def _is_set(self, name: str) -> bool:
        return name in self.data and not (self.whole and self.data.get(f"was-{name}") == self.data[name])

    @property
    def problem(self) -> str:
        """Why the marks were not saved."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)


@dataclass
class AssessmentField:
    """What `assessment/_item.html` needs: the level, and the text, whose key the container ``field-<key>`` has."""

    question: Question
    level: Level | None
    writing: Writing
    assessment: UUID | str = ""
    alone: bool = False  # one question to a screen: the note and the questions that help are folded

    @property
    def key(self) -> str:
        """Of the item in its page."""
        return self.writing.key

    def saved_from(self, row: VersionedText, post: Mapping[str, str], form: MarksForm, **who: Any) -> AssessmentField:
        """Save the text that was sent, and give back the item as its page shows it then. ``who``: by, refused."""
        after = row.save_from(post, self.writing, **who) or self.writing
        return replace(self, writing=replace(after, problem=after.problem or form.problem))


def assessment_writing(row: VersionedText, reader: User, *, key: str, question: Question, label: str) -> Writing:
    """The text of an item; the question that could invite talk of illness says that it is no place for it."""
    hint = _("Do not write illnesses or diagnoses here.") if question is Question.ABLE else ""
    return writing_of(row, reader, key=key, label=label, hint=hint, longest=LONGEST_TEXT)
