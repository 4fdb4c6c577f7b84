"""Sets of whole numbers as ranges: what a number can be, for whoever knows some sums of it."""

from __future__ import annotations

Ranges = tuple[tuple[int, int], ...]  # apart from each other, the smallest first, both ends included
NOTHING: Ranges = ((0, 0),)  # surely none


def joined(ranges: list[tuple[int, int]]) -> Ranges:
    """Any ranges as a set: those that overlap or touch become one, empty ones go."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(one for one in ranges if one[0] <= one[1]):
        if found and low <= found[-1][1] + 1:
            if high > found[-1][1]:
                found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return tuple(found)


def both(one: Ranges, other: Ranges) -> Ranges:
    """What is in both sets."""
    if len(one) == len(other) == 1:
        low, high = max(one[0][0], other[0][0]), min(one[0][1], other[0][1])
        return ((low, high),) if low <= high else ()
    return joined([(max(a, c), min(b, d)) for a, b in one for c, d in other])


def total(one: Ranges, other: Ranges) -> Ranges:
    """Each number of the one plus each of the other."""
    if len(one) == len(other) == 1:
        return ((one[0][0] + other[0][0], one[0][1] + other[0][1]),)
    return joined([(a + c, b + d) for a, b in one for c, d in other])


def difference(one: Ranges, other: Ranges) -> Ranges:
    """Each number of the one less each of the other."""
    if len(one) == len(other) == 1:
        return ((one[0][0] - other[0][1], one[0][1] - other[0][0]),)
    return joined([(a - d, b - c) for a, b in one for c, d in other])


def moved(one: Ranges, by: int) -> Ranges:
    """Each number plus this one."""
    return tuple((low + by, high + by) for low, high in one)


def lies_within(one: Ranges, low: int, high: int) -> bool:
    """Whether there are numbers, and none outside."""
    return bool(one) and low <= one[0][0] and one[-1][1] <= high
