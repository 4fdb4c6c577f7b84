"""A value for a spreadsheet (XLSX, CSV) that no program runs as a formula. Every export writes its cells through it."""

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


def _starts_formula(text: str) -> bool:
    if text.startswith(("\t", "\n")):
        return True
    for letter in text:
        if letter.isspace() or unicodedata.category(letter) in ("Cf", "Cc", "Mn"):
            continue
        return unicodedata.normalize("NFKC", letter)[0] in FORMULA
    return False
