"""Texts that save themselves while they are written: the server's side of static/js/autosave.js.

A text has a key. Its form posts text-KEY and version-KEY, and keep-KEY (both, mine or theirs) once its writer has
chosen between two texts. The script gets the text's own piece of the page back (templates/_writing.html): with 409
and both texts when another was saved meanwhile, with 422 and the reason when it cannot be saved. Without a script the
same form saves by its button.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core import formats

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

HEADER = "X-Autosave"


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
    saved_text: str | None = field(
        default=None, repr=False
    )  # what was saved meanwhile, when `text` could not be saved over it
    problem: str = ""  # why it was not saved
    changed: bool = False  # `taken` has changed it: it has to be saved

    @property
    def status(self) -> str:
        """When it was saved, or what is in the way."""
        if self.problem:
            return self.problem
        if self.saved_text is not None:
            return _("Not saved yet: choose below.")
        return saved(self.edited_at) if self.edited_at else ""

    @property
    def failure(self) -> int:
        """The HTTP status of what went wrong: 409 another text was saved meanwhile, 422 cannot be saved, 0 nothing."""
        return 409 if self.saved_text is not None else 422 if self.problem else 0


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
        version = data.get(f"version-{key}", "")
        return cls(
            text=clean(data[f"text-{key}"]),
            version=int(version) if version.isdecimal() and len(version) < 9 else -1,
            keep=data.get(f"keep-{key}", ""),
        )


def taken(now: Writing, sent: Sent) -> Writing:
    """What becomes of the saved text when this is sent. The same text sent twice is saved once."""
    text = {"both": merged(now.text, sent.text), "theirs": now.text}.get(sent.keep, sent.text)
    if text == now.text:
        return now
    if len(text) > now.longest:
        return replace(now, text=sent.text, problem=too_long(len(text), now.longest))
    if sent.version != now.version:
        return replace(now, text=sent.text, saved_text=now.text)
    return replace(now, text=text, version=now.version + 1, edited_at=timezone.now(), edited_by="", changed=True)


def clean(text: str) -> str:
    """As it was written, with \\n as its line end; a NUL, which no one types, goes."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def merged(saved: str, mine: str) -> str:
    """Both texts, one after the other."""
    return f"{saved.rstrip()}\n\n{mine}" if saved.strip() and mine.strip() else saved or mine


def saved(at: datetime.datetime) -> str:
    """“Saved at 9.24”, with the day when it was not today."""
    local = timezone.localtime(at)
    today = local.date() == timezone.localdate()
    return _("Saved %(when)s") % {"when": formats.clock(local) if today else formats.moment(local)}


def too_long(length: int, longest: int) -> str:
    """Why it was not saved, and what to do."""
    numbers = {"length": _thousands(length), "longest": _thousands(longest)}
    return _("Not saved: the text has %(length)s characters, at most %(longest)s fit. Shorten it, please.") % numbers


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


def by_script(request: HttpRequest) -> bool:
    """Whether the page's script asks, which wants the text's piece and no page."""
    return HEADER in request.headers


def answer(request: HttpRequest, writing: Writing) -> HttpResponse:
    """The script's answer."""
    return render(request, "_writing.html", {"writing": writing}, status=writing.failure or 200)
