"""Whether a text names somebody, also in the cases of Finnish: Aino is in “Ainolle”, Mäki in “Mäen”."""

from __future__ import annotations

import re
import unicodedata
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
# and how the end of a name in -e or -s strengthens: Rinne → Rinteen, Porras → Portaan
STRONG = {
    "nn": "nt",
    "ll": "lt",
    "rr": "rt",
    "mm": "mp",
    "ng": "nk",
    "d": "t",
    "v": "p",
    "k": "kk",
    "p": "pp",
    "t": "tt",
}
SHORTEST_STRONG = 5  # letters: first names such as Anne do not, and Anteeksi is none


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
PART = re.compile(r"[^\W\d_]+")
WORD = re.compile(rf"{PART.pattern}(?:[-'’]{PART.pattern})*")  # Mäki-O'Connor is one
BEFORE_ANOTHER = re.compile(rf"\b({WORD.pattern}) +(?={PART.pattern})")
Beginnings = set[tuple[str, int]]


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """The words of the text that are one of these names, as they stand there, each once."""
    known, text = _beginnings(names), _composed(text)
    words = (word for whole in WORD.findall(text) for word in _whole_or_parts(whole, known))
    return list(dict.fromkeys(word for word in words if _stem_of(word, known)))


def replaced(text: str, names: Iterable[str], plain: str) -> str:
    """The text with this word in the place of the names; in Finnish in the case in which the name stood.

    A first name with its family name is one person: Aino Virtasen → työntekijän.
    """
    plain_names = {_plain(name) for name in names}
    known, as_written = _beginnings(plain_names), plain_names | {name.upper() for name in plain_names}

    def last_alone(found: re.Match[str]) -> str:
        following = WORD.match(found.string, found.end())
        is_first_name = following and _plain(found[1]) in as_written and _stem_of(following[0], known)
        return "" if is_first_name else found[0]

    def instead(found: re.Match[str]) -> str:
        stem = _stem_of(found[0], known)
        if not stem:
            return PART.sub(instead, found[0]) if len(PART.findall(found[0])) > 1 else found[0]
        ending = found[0][len(stem) :].lower().replace("ä", "a")
        word = (INSTEAD.get(ending) or INSTEAD.get(ending.removeprefix("i"), plain)) if plain == "työntekijä" else plain
        before = found.string[: found.start()].rstrip()
        starts = before.endswith((".", "!", "?")) if before else found.string is text
        return word[0].upper() + word[1:] if starts else word

    text = BEFORE_ANOTHER.sub(last_alone, _composed(text))
    return WORD.sub(instead, text)


def _composed(text: str) -> str:
    """Ä as one sign, not as A and dots: some devices send the two."""
    return unicodedata.normalize("NFC", text)


def _plain(name: str) -> str:
    """With the apostrophe of keyboards."""
    return _composed(name).replace("’", "'")


def _beginnings(names: Iterable[str]) -> Beginnings:
    """Of the names and, where two are joined, of each: Mäki-O'Connor, Mäki, O'Connor, Connor."""
    plain = {_plain(name) for name in names}
    every = {one for name in plain for one in (name, *name.split("-"), *PART.findall(name))}
    return {(stem, len(name)) for name in every for stem in stems(name)}


def _whole_or_parts(word: str, known: Beginnings) -> list[str]:
    return [word] if _stem_of(word, known) else PART.findall(word)


def _stem_of(word: str, known: Beginnings) -> str:
    """The longest beginning of a name that the word has; empty: it is none."""
    if not word[0].isupper():
        return ""
    word = word.replace("’", "'")
    is_loud = len(word) > 1 and word.isupper()  # AINON
    fitting = [
        stem
        for stem, length in known
        if word.startswith(stem.upper() if is_loud else stem)
        and _is_ending(word[len(stem) :], length + LONGEST_ENDING - len(stem))
    ]
    return max(fitting, key=len, default="")


def _is_ending(rest: str, longest: int) -> bool:
    return not rest or (rest.isalpha() and len(rest) <= longest)


def stems(name: str) -> set[str]:
    """What the forms of a name begin with. Names of fewer than three letters are left out: too many words do."""
    if len(name) < 3:
        return set()
    if name.endswith("nen"):
        return {name, f"{name[:-3]}se", f"{name[:-3]}st", f"{name[:-3]}si"}  # Virtanen, Virtasen, Virtasta, Virtasia
    if name.endswith("s"):  # Markus, Markuksen; Tuomas, Tuomaan; Kangas, Kankaan
        return {name, f"{name[:-1]}ks", *(f"{stem}{name[-2]}{name[-2]}" for stem in _and_other(name[:-2], STRONG))}
    stem, vowel = name[:-1], name[-1].lower()
    if vowel not in "aeiouyäöå":
        return {name}
    long = {f"{one}ee" for one in _and_other(stem, STRONG)} if vowel == "e" and len(name) >= SHORTEST_STRONG else set()
    vowels = {vowel, "e"} if vowel == "i" else {vowel}  # Mäki, Mäen
    return {one + last for one in _and_other(stem, WEAK) for last in vowels} | long


def _and_other(stem: str, others: dict[str, str]) -> set[str]:
    """The stem as it is, and with its end in the other grade."""
    end = next((end for end in others if stem.endswith(end)), "")
    return {stem, stem.removesuffix(end) + others.get(end, "")}
