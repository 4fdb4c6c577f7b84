"""Texts that come with the application and that HR may word anew: questions, cards, rules, words of letters.

Whoever owns such a text says so where it stands, and gets one that is read when it is shown::

    HELP = edited("guiding-able", "1", _("What goes well at work?"))

What people have confirmed keeps the words that it had: whoever freezes a text freezes it as words. The latest version
of each group is read once a minute by each process.

A text may have places for names, `%(name)s`: HR's words may leave one out and never bring another. Words that do not
fit any more, after an upgrade, give way to the original.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise, lazy

LANGUAGES = ("fi", "sv", "en")
REMEMBERED = 60  # seconds
LONGEST, LONGEST_LINES = 200, 900  # characters of one text, and of one in several lines
_PLACE = re.compile(r"%\((\w+)\)s")
Texts = dict[str, dict[str, str]]  # code → language → HR's own words, where there are any


@dataclass
class Group:
    """Texts that are edited and versioned together."""

    code: str
    title: str | Promise
    about: str | Promise  # where they show
    originals: dict[str, str | Promise] = field(default_factory=dict)
    labels: dict[str, str | Promise] = field(default_factory=dict)  # what a text is, where a number does not tell
    in_lines: set[str] = field(default_factory=set)  # those with a line for each thing
    kept: str | Promise = ""  # what keeps the words that it had

    def original(self, code: str, language: str) -> str:
        """As it comes with the application."""
        with translation.override(language):
            return str(self.originals[code])

    def longest(self, code: str) -> int:
        """How many characters a text may have."""
        return LONGEST_LINES if code in self.in_lines else LONGEST

    def places(self, code: str) -> list[str]:
        """The names for which the text has a place."""
        return list(dict.fromkeys(_PLACE.findall(self.original(code, LANGUAGES[0]))))

    def fits(self, code: str, words: str) -> bool:
        """Whether these words can stand where the original stands: no other places, and no stray percent sign."""
        places = self.places(code)
        if not places:
            return True
        rest = _PLACE.sub("", words.replace("%%", ""))
        return "%" not in rest and set(_PLACE.findall(words)) <= set(places)


GROUPS: dict[str, Group] = {}
_remembered: tuple[float, dict[str, Texts]] | None = None


def group(code: str, title: str | Promise, about: str | Promise, kept: str | Promise = "") -> None:
    """Make a group known; its texts follow with `edited`."""
    GROUPS[code] = Group(code, title, about, kept=kept)


def edited(
    group_code: str, code: str, original: str | Promise, label: str | Promise = "", *, in_lines: bool = False
) -> Any:
    """The text as it is when it is shown: HR's own words in the reader's language, otherwise the original."""
    found = GROUPS[group_code]
    found.originals[code] = original
    if label:
        found.labels[code] = label
    if in_lines:
        found.in_lines.add(code)
    return _said(group_code, code)


def in_all_languages(group_code: str, code: str) -> dict[str, str]:
    """The text as it reads now in each language: for what keeps its words."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = _read(group_code, code)
    return found


def _read(group_code: str, code: str) -> str:
    language = (translation.get_language() or LANGUAGES[0])[:2]
    found = GROUPS[group_code]
    own = latest().get(group_code, {}).get(code, {}).get(language)
    return own if own and found.fits(code, own) else str(found.originals[code])


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
