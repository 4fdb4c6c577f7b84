"""Whether a text names somebody, also in the cases of Finnish: Aino is in “Ainolle”, Mäki in “Mäen”."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST_ENDING = 7  # letters that an ending may add: Virtasellekin
# how the end of a stem weakens: Pekka → Pekan, Mäki → Mäen, Lehto → Lehdon
WEAK = {
    "kk": "k",
    "pp": "p",
    "tt": "t",
    "nk": "ng",
    "mp": "mm",
    "nt": "nn",
    "lt": "ll",
    "rt": "rr",
    "k": "",
    "p": "v",
    "t": "d",
}


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """The words of the text that are one of these names, as they stand there, each once."""
    beginnings = {(stem, len(name)) for name in names for stem in stems(name)}
    found = []
    for word in re.findall(r"[^\W\d_]+", text):
        long = len(word)
        if word[0].isupper() and any(
            word.startswith(stem) and long <= length + LONGEST_ENDING for stem, length in beginnings
        ):
            found.append(word)
    return list(dict.fromkeys(found))


def stems(name: str) -> set[str]:
    """What the forms of a name begin with. Names of fewer than three letters are left out: too many words do."""
    if len(name) < 3:
        return set()
    if name.endswith("nen"):
        return {name, f"{name[:-3]}se"}  # Virtanen, Virtasen
    stem, vowel = name[:-1], name[-1].lower()
    if vowel not in "aeiouyäöå":
        return {name}
    strong = next((end for end in WEAK if stem.endswith(end)), "")
    stems = {stem, stem.removesuffix(strong) + WEAK.get(strong, "")}
    return {one + last for one in stems for last in ({vowel, "e"} if vowel == "i" else {vowel})}  # Mäki, Mäen
