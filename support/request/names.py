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


# How "työntekijä" is inflected where the name was: Ainolle → työntekijälle.
INSTEAD = {
    "n": "työntekijän",
    "a": "työntekijää",
    "ta": "työntekijää",
    "lle": "työntekijälle",
    "lla": "työntekijällä",
    "lta": "työntekijältä",
    "ssa": "työntekijässä",
    "sta": "työntekijästä",
    "na": "työntekijänä",
    "ksi": "työntekijäksi",
}
WORD = re.compile(r"[^\W\d_]+")
Beginnings = set[tuple[str, int]]


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """The words of the text that are one of these names, as they stand there, each once."""
    known = _beginnings(names)
    return list(dict.fromkeys(word for word in WORD.findall(text) if _stem_of(word, known)))


def replaced(text: str, names: Iterable[str], plain: str) -> str:
    """The text with this word in the place of the names; in Finnish in the case in which the name stood."""
    known = _beginnings(names)

    def instead(found: re.Match[str]) -> str:
        stem = _stem_of(found[0], known)
        if not stem:
            return found[0]
        ending = found[0][len(stem) :].lower().replace("ä", "a")
        word = INSTEAD.get(ending, plain) if plain == "työntekijä" else plain
        starts = not text[: found.start()].strip() or text[: found.start()].rstrip()[-1] in ".!?"
        return word[0].upper() + word[1:] if starts else word

    return WORD.sub(instead, text)


def _beginnings(names: Iterable[str]) -> Beginnings:
    return {(stem, len(name)) for name in names for stem in stems(name)}


def _stem_of(word: str, known: Beginnings) -> str:
    """The longest beginning of a name that the word has; empty: it is none."""
    if not word[0].isupper():
        return ""
    fitting = [stem for stem, length in known if word.startswith(stem) and len(word) <= length + LONGEST_ENDING]
    return max(fitting, key=len, default="")


def stems(name: str) -> set[str]:
    """What the forms of a name begin with. Names of fewer than three letters are left out: too many words do."""
    if len(name) < 3:
        return set()
    if name.endswith("nen"):
        return {name, f"{name[:-3]}se"}  # Virtanen, Virtasen
    if name.endswith("s"):  # Markus, Markuksen; Tuomas, Tuomaan; Kangas, Kankaan
        long = name[:-1] + name[-2]
        return {name, f"{name[:-1]}ks", long, long.replace("ng", "nk")}
    stem, vowel = name[:-1], name[-1].lower()
    if vowel not in "aeiouyäöå":
        return {name}
    strong = next((end for end in WEAK if stem.endswith(end)), "")
    stems = {stem, stem.removesuffix(strong) + WEAK.get(strong, "")}
    return {one + last for one in stems for last in ({vowel, "e"} if vowel == "i" else {vowel})}  # Mäki, Mäen
