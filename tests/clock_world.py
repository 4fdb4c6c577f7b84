"""Measures, the annual clock and forums around the people of a World (tests/states.py)."""

from __future__ import annotations

from typing import Any

from people.models import User
from support.models import Measure, suggest
from workshops.models import ClockEvent


def around(people: dict[str, User]) -> dict[str, Any]:
    """The ids for addresses."""
    unit = people["employee"].unit
    return {
        "clock_event": ClockEvent.objects.create(title_fi="Riskikartoitus", months=[10]).pk,
        "clock_event_unit": ClockEvent.objects.create(unit=unit, title_fi="Katselmus", months=[6]).pk,
        "measure": Measure.objects.get(code="crafting").pk,
        "measure_proposal": suggest("Yhteinen kahvihetki", people["employee"]).pk,
    }
