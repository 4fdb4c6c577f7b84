"""Texts that come with the application and that HR may word anew: guiding questions, the nine questions.

Whoever owns such a text says so where it stands, and gets one that is read when it is shown::

    HELP = edited("guiding-able", "1", _("What goes well at work?"))

What people have confirmed keeps the words that it had: whoever freezes a text freezes it as words. The latest version
of each group is read once a minute by each process.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise, lazy

LANGUAGES = ("fi", "sv", "en")
REMEMBERED = 60  # seconds
Texts = dict[str, dict[str, str]]  # code → language → HR's own words, where there are any


@dataclass
class Group:
    """Texts that are edited and versioned together."""

    code: str
    title: str | Promise
    about: str | Promise  # where they show
    originals: dict[str, str | Promise] = field(default_factory=dict)

    def original(self, code: str, language: str) -> str:
        """As it comes with the application."""
        with translation.override(language):
            return str(self.originals[code])


GROUPS: dict[str, Group] = {}
_remembered: tuple[float, dict[str, Texts]] | None = None


def group(code: str, title: str | Promise, about: str | Promise) -> None:
    """Make a group known; its texts follow with `edited`."""
    GROUPS[code] = Group(code, title, about)


def edited(group_code: str, code: str, original: str | Promise) -> Any:
    """The text as it is when it is shown: HR's own words in the reader's language, otherwise the original."""
    GROUPS[group_code].originals[code] = original
    return _said(group_code, code)


def _read(group_code: str, code: str) -> str:
    language = (translation.get_language() or LANGUAGES[0])[:2]
    own = latest().get(group_code, {}).get(code, {}).get(language)
    return own or str(GROUPS[group_code].originals[code])


_said = lazy(_read, str)


def latest() -> dict[str, Texts]:
    """HR's own words by group. Another process's change shows within a minute."""
    global _remembered
    if _remembered is None or time.monotonic() - _remembered[0] > REMEMBERED:
        from core.content.models import ContentVersion  # texts stand in modules that models import

        _remembered = (time.monotonic(), ContentVersion.objects.latest_texts())
    return _remembered[1]


def fingerprint() -> str:
    """Another one whenever a text may read otherwise: for what is made once and kept."""
    return repr(latest())


def forget() -> None:
    """Ask the database anew."""
    global _remembered
    _remembered = None


def forget_when_saved() -> None:
    """After a change: another thread may read the earlier texts until this one's transaction is over."""
    forget()
    transaction.on_commit(forget)


def nothing_saved() -> None:
    """Begin with the originals: for tests, whose pages have fixed counts of queries."""
    global _remembered
    _remembered = (time.monotonic(), {})
