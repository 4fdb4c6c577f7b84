"""Verme's own picture: a table with a seat for each member round it, the mentor's at the top."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin

MIDDLE, FAR, SEAT = 32, 25, 4.6
MOST = 12  # seats that can still be told apart; a larger group is told in words alone


@dataclass(frozen=True)
class Seat:
    """Where it stands in a square of 64, and who sits there: mentor, taken, mine or free."""

    x: float
    y: float
    kind: str


@lru_cache(maxsize=256)
def ring(places: int, taken: int, *, mine: bool = False) -> tuple[Seat, ...]:
    """The mentor, those who have a place, and the free ones; the first free seat is one's own once one chooses it.

    ``mine``: one of those taken is one's own.
    """
    if not 0 < places <= MOST:
        return ()
    taken = min(taken, places)
    kinds = ["mentor", *["taken"] * (taken - mine), *["own"] * mine, *["free"] * (places - taken)]
    if "free" in kinds and not mine:
        kinds[kinds.index("free")] = "mine"
    turns = [2 * pi * number / len(kinds) for number in range(len(kinds))]
    return tuple(
        Seat(round(MIDDLE + FAR * sin(turn), 1), round(MIDDLE - FAR * cos(turn), 1), kind)
        for turn, kind in zip(turns, kinds, strict=True)
    )
