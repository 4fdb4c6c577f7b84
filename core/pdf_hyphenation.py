"""Finnish hyphenation for WeasyPrint: Pyphen ships no Finnish. Rule-based patterns of our own, for narrow cells.

Finnish breaks before a consonant and a vowel (Kielitoimiston ohjepankki: tavutus); what the rule cannot know are
the borders of compounds before a vowel, of which COMPOUNDS lists those met.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyphen

VOWELS, CONSONANTS = "aeiouyäöå", "bcdfghjklmnpqrstvwxzšž"
# written word|word; grow the list from real memos
COMPOUNDS = [
    *(
        "ys|yhteis",
        "us|aika",
        "is|ohje",
        "as|asia",
        "ös|olo",
        "en|aika",
        "en|asia",
        "s|uudist",
        "s|olosuht",
        "s|yhteis",
    ),
    *("s|opast", "n|ohjau", "n|opast", "n|arvioi", "s|arvioi", "s|ilmoit", "n|ilmoit", "s|esihenk", "n|esihenk"),
]


def patterns() -> Iterator[str]:
    """The rules in the notation of hyphenation files: an odd digit allows a break, an even one forbids it."""
    yield from (f"1{c}{v}" for c in CONSONANTS for v in VOWELS)
    yield from (f".{a}{b}2" for a in CONSONANTS for b in CONSONANTS)  # never inside a cluster that begins a word
    for pair in COMPOUNDS:
        before, after = pair.split("|")
        yield f"{before[:-1]}4{before[-1]}5{after}"


def install() -> None:
    """Register Finnish with Pyphen. It reads a file once and keeps what it read, so the file may go at once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hyph_fi.dic"
        path.write_text("UTF-8\n" + "\n".join(patterns()) + "\n", encoding="utf-8")
        pyphen.LANGUAGES["fi"] = path
        pyphen.LANGUAGES_LOWERCASE["fi"] = "fi"
        pyphen.Pyphen(lang="fi")
