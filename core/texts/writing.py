"""A text as its page shows it for writing, and as a form sends it.

A text has a key. Its form posts text-KEY and version-KEY, and keep-KEY (both, mine or theirs) once its writer has
chosen between two texts. `templates/components/writing.html` shows it, `static/js/autosave.js` saves it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core import formats
from core.numbers import sent_version
from core.texts.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class SentenceClash:
    """A sentence that two have rewritten: both stand in the text until one is chosen, or both are."""

    id: str
    parts: list[tuple[str, str, bool]] = field(repr=False)  # name, sentence, whether it is the reader's own


@dataclass(frozen=True)
class Writing:
    """A text as its page shows it for writing. ``key`` names the fields in the form and the container field-KEY."""

    key: str
    label: str | Promise
    hint: str | Promise = ""
    text: str = field(default="", repr=False)
    version: int = 0
    edited_at: datetime.datetime | None = None
    edited_by: str = ""  # the name, when it was somebody else
    longest: int = 5000
    rows: int = 3
    is_optional: bool = True  # and says so beside its label
    saved_text: str | None = field(default=None, repr=False)  # another text saved meanwhile: `text` waits for a choice
    problem: str = ""  # why it was not saved
    clashes: tuple[SentenceClash, ...] = ()
    base: int | None = None  # the version of what was sent, where `text` has become more than that
    by_several: bool = False  # the page can say who else writes in it
    joint: UUID | None = None  # the id of a text that several write and whose earlier versions are kept

    @property
    def saved(self) -> str:
        """What stands in the database."""
        return self.text if self.saved_text is None else self.saved_text

    @property
    def status(self) -> str:
        """When one saved it oneself, or who else, or what is in the way."""
        if self.problem:
            return self.problem
        if self.saved_text is not None:
            return _("Not saved yet: choose below.")
        if self.edited_at and self.edited_by:
            return _("Saved by %(name)s") % {"name": self.edited_by}  # when the other was last here, nobody is told
        return _("Saved %(when)s") % {"when": _when(self.edited_at)} if self.edited_at else ""

    @property
    def failure(self) -> int:
        """The HTTP status of what went wrong: 422 cannot be saved, 409 another text was saved meanwhile, 0 nothing."""
        return 422 if self.problem else 409 if self.saved_text is not None else 0


@dataclass(frozen=True)
class Sent:
    """One text out of a form."""

    text: str = field(repr=False)
    version: int
    keep: str = ""

    @classmethod
    def of(cls, data: Mapping[str, str], key: str) -> Sent | None:
        """None when the form has no such text."""
        if f"text-{key}" not in data:
            return None
        return cls(
            text=clean(data[f"text-{key}"]),
            version=sent_version(data, f"version-{key}"),
            keep=data.get(f"keep-{key}", ""),
        )

    def chosen(self, saved: str) -> str:
        """The text that its writer wants: after two met, both of them or one."""
        return {"both": merged(saved, self.text), "theirs": saved}.get(self.keep, self.text)


def merged(saved: str, mine: str) -> str:
    """Both texts, one after the other."""
    return f"{saved.rstrip()}\n\n{mine}" if saved.strip() and mine.strip() else saved or mine


def _when(at: datetime.datetime) -> str:
    """“9.24”, with the day when it was not today."""
    local = timezone.localtime(at)
    return formats.clock(local) if local.date() == timezone.localdate() else formats.moment(local)
