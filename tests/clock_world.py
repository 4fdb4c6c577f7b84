"""Measures, the annual clock and forums around the people of a World (tests/states.py)."""

from __future__ import annotations

from typing import Any

from people.models import User
from support.models import Measure, suggest


def around(people: dict[str, User]) -> dict[str, Any]:
    """The ids for addresses."""
    return {
        "measure": Measure.objects.get(code="crafting").pk,
        "measure_proposal": suggest("Yhteinen kahvihetki", people["employee"]).pk,
    }
