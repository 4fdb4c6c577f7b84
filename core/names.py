"""Names in Finnish order: … v w x y z å ä ö (SFS 4600)."""

import re
import unicodedata

MOST_WORDS = 10  # of a search: each is looked for by itself

# Only digits and a–z come out, so every collation of either database gives the same order. Letters that some
# collation merges (v and w) or that come after z are spelled with two.
_LETTERS = "v:va w:vx z:za å:zx ä:zy æ:zy ö:zz ø:zz õ:zz ő:zz œ:zz ü:y ű:y ð:d đ:d ŋ:n ł:l ŧ:t ħ:h ı:i þ:th ß:ss"
_NUMBER = re.compile("([0-9]+)")
_SPELLED = dict(pair.split(":") for pair in _LETTERS.split())


def sort_key(name: str) -> str:
    """A text that sorts as the name does in a Finnish list; at most twice as long as the name.

    Other marks fall back to their letter (š as s, é as e); hyphens and spaces come before every letter.
    """
    return "".join(_spell(letter) for letter in unicodedata.normalize("NFC", name.casefold().strip()))


def list_key(name: str) -> str:
    """The same for the name of a thing: digits count as the number that they make ("Ryhmä 2" before "Ryhmä 10").

    Not for searching: a number begins with its length. A name of n letters gives at most 4 n, and few give over 2 n.
    """
    parts = _NUMBER.split(unicodedata.normalize("NFC", name.casefold().strip()))
    return "".join(_counted(part) if _NUMBER.match(part) else "".join(map(_spell, part)) for part in parts)


def _counted(digits: str) -> str:
    """A number: longer ones after shorter ones. Its v's cannot be a letter's, so that no search finds them."""
    digits = digits.lstrip("0") or "0"
    return "1" + "v" * len(digits) + "".join(map(_spell, digits))


def _spell(letter: str) -> str:
    if found := _SPELLED.get(letter):
        return found
    for base in unicodedata.normalize("NFKD", letter):
        if base.isascii() and base.isdigit():
            return "1" + base
        if base.isascii() and base.isalpha():
            return _SPELLED.get(base, base)
        if base.isalpha():
            return "zz" + "z"  # another alphabet: after ours
    return "0" if letter.isspace() or letter in "-–‐" else ""
