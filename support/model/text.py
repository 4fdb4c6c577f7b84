"""How a model's text is laid out, and in what it differs from the version before. Plain data for its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or a list."""

    kind: str  # heading, text, list
    lines: list[str]


def blocks(text: str) -> list[Block]:
    """Lines that begin with # are headings, those with - points of a list; an empty line ends a paragraph."""
    found: list[Block] = []
    fresh = True
    for line in (one.strip() for one in text.split("\n")):
        if not line:
            fresh = True
            continue
        kind, shown = _kind(line)
        if fresh or kind == "heading" or found[-1].kind != kind:
            found.append(Block(kind, [shown]))
        else:
            found[-1].lines.append(shown)
        fresh = False
    return [block for block in found if any(block.lines)]


def _kind(line: str) -> tuple[str, str]:
    if line.startswith("#"):
        return "heading", line.lstrip("# ")
    if line.startswith(("- ", "– ", "• ")):
        return "list", line[2:].strip()
    return "text", line


@dataclass(frozen=True)
class Change:
    """Lines that went, came or stayed."""

    kind: str  # out, new, same
    lines: list[str]


def differences(before: str, after: str) -> list[Change]:
    """Line by line; of what stayed only that something did."""
    return [change for change in _compared(_lines(before), _lines(after)) if change.lines]


def _lines(text: str) -> list[str]:
    return [line for line in (one.strip().lstrip("# ") for one in text.split("\n")) if line]


def _compared(before: list[str], after: list[str]) -> Iterator[Change]:
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Change("same", before[a:b])
            continue
        yield Change("out", before[a:b])
        yield Change("new", after[c:d])
