"""A text that stands in three columns, `name_fi`, `name_sv` and `name_en`: the one in the reader's language.

Where it is missing the reader gets another language's text that says so: never Finnish in silence on a Swedish page.
A model says `name = Words("name")`; a template `{{ worded(measure.name) }}` (components/page.html).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

LANGUAGES = ("fi", "sv", "en")  # also the order in which a missing text is looked for


@dataclass(frozen=True)
class Worded:
    """A text and the language in which it is written, which may be another than the one that was asked for."""

    text: str
    language: str
    asked: str

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def borrowed(self) -> bool:
        """Whether it is in another language than the reader's."""
        return bool(self.text) and self.language != self.asked

    @property
    def only_in(self) -> str:
        """What stands beside a borrowed text, empty for the others."""
        said = {"fi": _("in Finnish only"), "sv": _("in Swedish only"), "en": _("in English only")}
        return said[self.language] if self.borrowed else ""

    @property
    def labelled(self) -> str:
        """For where there is no room for markup, such as a choice: “Työkierto (in Finnish only)”."""
        return f"{self.text} ({self.only_in})" if self.borrowed else self.text


def worded(row: Any, stem: str, language: str = "") -> Worded:
    """The text of a row's three columns in a language, the page's by default."""
    asked = (language or get_language() or LANGUAGES[0])[:2]
    for found in (asked, *LANGUAGES):
        if text := getattr(row, f"{stem}_{found}"):
            return Worded(text, found, asked)
    return Worded("", asked, asked)


class Words:
    """The attribute of a model that reads its three columns in the page's language."""

    def __init__(self, stem: str) -> None:
        self.stem = stem

    def __get__(self, row: Any, owner: type) -> Any:
        """The text; the descriptor itself on the class."""
        return self if row is None else worded(row, self.stem)
