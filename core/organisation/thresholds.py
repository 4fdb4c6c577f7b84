"""The smallest groups of which anything is told. HR may raise them, never lower them below `least`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Threshold:
    """One of them: the field of Organisation that holds it, and between what HR sets it."""

    name: str
    least: int
    most: int


PEOPLE = Threshold("least_people", 5, 20)  # people whom a figure counts, and whom it does not count
ANSWERS = Threshold("least_answers", 10, 50)  # answers to a season's survey
THRESHOLDS = {each.name: each for each in (PEOPLE, ANSWERS)}
