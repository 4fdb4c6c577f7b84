"""What a change of a threshold would hide: each app above says it of what it tells itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.organisation.thresholds import Threshold

Hidden = Callable[[int, int], Iterator[str]]  # the number now, the new one → sentences, of sums and never of a person
_said: dict[str, Hidden] = {}


def says(threshold: Threshold, hidden: Hidden) -> None:
    """Register what is said before a change of this one."""
    _said[threshold.name] = hidden


def by_change(threshold: Threshold, now: int, new: int) -> list[str]:
    """In the reader's language."""
    return list(_said[threshold.name](now, new))
