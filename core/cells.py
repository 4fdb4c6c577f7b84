"""A value for a spreadsheet (XLSX, CSV) that no program runs as a formula. Every export writes its cells through it.

What is read back from such a file loses the guard again (`unguarded`).
"""

from __future__ import annotations

import unicodedata

from core.texts.cleaning import clean

FORMULA = frozenset("=+-@−")


def cell(value: object) -> object:
    """The value for one cell: first cleaned, then guarded. Numbers, days and emptiness stay what they are.

    A text gets an apostrophe before what would begin a formula, also where spaces, line breaks, invisible signs or a
    full-width sign hide it from the eye but not from a program. Guarding comes last, so that nothing taken out
    afterwards can bring a sign to the front.
    """
    if not isinstance(value, str):
        return value
    text = clean(str(value))
    return f"'{text}" if _starts_formula(text) else text


def cell_to_read_back(value: str) -> str:
    """As `cell`, for a file that is read again: `unguarded` gives exactly this text back."""
    text = str(cell(value))
    return f"'{text}" if text == value and unguarded(value) != value else text


def unguarded(text: str) -> str:
    """The text of a cell without the apostrophe that a guard has put before it."""
    if text.startswith("'") and (text[1:2] == "'" or _starts_formula(text[1:])):
        return text[1:]
    return text


def _starts_formula(text: str) -> bool:
    if text.startswith(("\t", "\n")):
        return True
    for letter in text:
        if letter.isspace() or unicodedata.category(letter) in ("Cf", "Cc", "Mn"):
            continue
        return unicodedata.normalize("NFKC", letter)[0] in FORMULA
    return False
