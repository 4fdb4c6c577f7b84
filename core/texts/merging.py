"""What two write in one text at the same time: an exact three-way merge, sentence by sentence.

`merge3` (Breezy's diff3) compares sentences as others compare lines; nothing is placed where it only looks alike. What
both have written stays, each once; what one has deleted and the other has not touched goes. Where both have rewritten
the same sentence both versions stay, one after the other, and are told (`Clash`).
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from merge3 import Merge3
from patiencediff import PatienceSequenceMatcher

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

# Between sentences: white space after what ends one, or a line break
_GAP = re.compile(r"""((?:(?<=[.!?…])|(?<=[.!?…]["'”’»)\]]))\s+|\n\s*)""")
_ENDED = re.compile(r"""[.!?…]["'”’»)\]]?$""")
SMALL = 200  # pieces: so few are compared in every way, which takes the square of their number
# Longer texts are not merged: their two versions are shown whole, and one chooses. The longest of today has 13,000
MOST = 60_000  # pieces


@dataclass(frozen=True)
class Clash:
    """One sentence that both have rewritten."""

    saved: str
    mine: str


@dataclass(frozen=True)
class Merged:
    """The text of both, and the sentences in which they clash."""

    text: str
    clashes: tuple[Clash, ...] = ()


def pieces(text: str) -> list[str]:
    """The sentences of a text and the gaps between them, in turn. Joined they are the text again."""
    return [piece for piece in _GAP.split(text) if piece]


def sentences(text: str) -> list[str]:
    """The sentences of a text without the gaps."""
    return [piece.strip() for piece in pieces(text) if not piece.isspace()]


def merge(base: str, saved: str, mine: str) -> Merged | None:
    """Both changes of ``base``, the saved ones before mine where both write in one place; None: too long for that."""
    old, one, other = pieces(base), pieces(saved), pieces(mine)
    if max(len(old), len(one), len(other)) > MOST:
        return None
    clashes: list[Clash] = []
    merged = _merged(old, one, other, clashes)
    return Merged(_joined(merged), tuple(clashes))


def moved(followed: Sequence[str], before: str, after: str) -> list[str]:
    """What has become of sentences between two texts: rewritten one is the same one. Empty: it is gone."""
    old, new = pieces(before), pieces(after)
    changes = _matcher(old, new)(None, old, new).get_opcodes()  # once for all: it takes a while for a long text
    return [_moved(pieces(sentence), old, new, changes) for sentence in followed]


def _moved(parts: list[str], old: list[str], new: list[str], changes: list[Any]) -> str:
    at = _find(parts, old)
    if at is None:
        return ""
    found: list[str] = []
    for kind, start, end, to, to_end in changes:
        first, last = max(start, at), min(end, at + len(parts))
        if first >= last:
            continue
        same_length = kind == "equal" or end - start == to_end - to
        found += new[to + first - start : to + last - start] if same_length else new[to:to_end]
    return "".join(found).strip()


def without(text: str, sentence: str) -> str:
    """The text without this sentence and the gap after it; as it is where it has no such sentence."""
    whole, part = pieces(text), pieces(sentence)
    at = _find(part, whole)
    if at is None:
        return text
    head, tail = whole[:at], whole[at + len(part) :]
    return "".join(head + tail[1:] if tail else head[:-1])


def _merged(base: list[str], saved: list[str], mine: list[str], clashes: list[Clash]) -> list[str]:
    """The pieces of both."""
    found: list[str] = []
    matcher: Any = PatienceSequenceMatcher
    for group in Merge3(base, saved, mine, sequence_matcher=matcher).merge_groups():
        if group[0] == "conflict":
            old, one, other = (list(part) for part in group[1:])
            found += _side_by_side(old, one, other, clashes)
        else:
            found += group[1]
    return found


@dataclass(frozen=True)
class _Edit:
    """Pieces start…end of what was there become others."""

    start: int
    end: int
    new: list[str]


def _side_by_side(base: list[str], saved: list[str], mine: list[str], clashes: list[Clash]) -> list[str]:
    """Where diff3 sees one place, piece by piece: two edits that only stand side by side are both made."""
    sides = _edits(base, saved), _edits(base, mine)
    found: list[str] = []
    at = 0
    while edits := [side[0] for side in sides if side]:
        first = min(edits, key=lambda edit: (edit.start, edit.end))
        start, end = first.start, first.end
        taken: tuple[list[_Edit], list[_Edit]] = [], []
        grows = True
        while grows:
            grows = False
            for side, here in zip(sides, taken, strict=True):
                while side and (side[0].start < end or (side[0].start, side[0].end) == (start, end)):
                    here.append(side.pop(0))
                    end, grows = max(end, here[-1].end), True
        found += base[at:start]
        one, other = (_applied(here, base, start, end) for here in taken)
        found += _both(base[start:end], one, other, clashes) if all(taken) else one if taken[0] else other
        at = end
    return found + base[at:]


def _edits(old: list[str], new: list[str]) -> list[_Edit]:
    matcher = _matcher(old, new)(None, old, new)
    return [_Edit(i, j, new[k:m]) for kind, i, j, k, m in matcher.get_opcodes() if kind != "equal"]


def _matcher(old: list[str], new: list[str]) -> type[Any]:
    """Many pieces are compared by what stands once in each, few in every way."""
    return difflib.SequenceMatcher if max(len(old), len(new)) <= SMALL else PatienceSequenceMatcher


def _applied(edits: list[_Edit], base: list[str], start: int, end: int) -> list[str]:
    found: list[str] = []
    for edit in edits:
        found += base[start : edit.start] + edit.new
        start = edit.end
    return found + base[start:end]


def _both(base: list[str], saved: list[str], mine: list[str], clashes: list[Clash]) -> list[str]:
    """One place that both have changed: what both have written once, and else one after the other."""
    if not _words(saved + mine):
        return max(saved, mine, key=lambda gaps: ("".join(gaps).count("\n"), gaps))
    head = _common(saved, mine)
    tail = _common(reversed(saved[head:]), reversed(mine[head:]))
    one, other = saved[head : len(saved) - tail], mine[head : len(mine) - tail]
    if _words(base) and _words(one) and _words(other):
        clashes.append(Clash("".join(one).strip(), "".join(other).strip()))
    return saved[:head] + one + other + saved[len(saved) - tail :]


def _find(part: list[str], whole: list[str]) -> int | None:
    """Where the pieces stand in others, whatever white space they end in; None: nowhere."""
    if not part:
        return None
    part, whole = [piece.strip() for piece in part], [piece.strip() for piece in whole]
    places = (at for at in range(len(whole) - len(part) + 1) if whole[at] == part[0])
    return next((at for at in places if whole[at : at + len(part)] == part), None)


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    """How many pieces are the same from the beginning on."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _words(parts: list[str]) -> bool:
    return not all(map(str.isspace, parts))


def _joined(parts: list[str]) -> str:
    """The text. Two sentences that have come to stand side by side get a gap; after an unfinished one a line break."""
    text: list[str] = []
    while parts and parts[0].isspace() and "\n" not in parts[0]:  # what stood before it is gone
        parts = parts[1:]
    for part in parts:
        if text and not part.isspace() and not text[-1].isspace():
            text.append(" " if _ENDED.search(text[-1]) else "\n")
        text.append(part)
    return "".join(text)
