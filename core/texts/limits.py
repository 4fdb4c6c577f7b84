"""How much a text may hold, and what its writer is told when it is more."""

from __future__ import annotations

from django.utils.translation import ngettext

MOST_LINES = 400  # of any text: short ones cost a PDF as much as long ones


def problem_of_size(text: str, longest: int) -> str:
    """Why a text is not saved, and what to do: it has too many characters, or too many lines. Empty: it fits."""
    if len(text) > longest:
        return too_long(len(text), longest)
    over = text.count("\n") + 1 - MOST_LINES
    told = ngettext(
        "Not saved: %(over)s line too many, at most %(most)s fit. Join lines together; the text stays on this page.",
        "Not saved: %(over)s lines too many, at most %(most)s fit. Join lines together; the text stays on this page.",
        over,
    )
    return told % {"over": _thousands(over), "most": _thousands(MOST_LINES)} if over > 0 else ""


def too_long(length: int, longest: int) -> str:
    """Why it was not saved, and what to do."""
    numbers = {"over": _thousands(length - longest), "longest": _thousands(longest)}
    told = ngettext(
        "Not saved: %(over)s character too many, at most %(longest)s fit. Shorten the text; it stays on this page.",
        "Not saved: %(over)s characters too many, at most %(longest)s fit. Shorten the text; it stays on this page.",
        length - longest,
    )
    return told % numbers


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")
