"""Rows of the role table for a season's costs and hours: HR's alone."""

from __future__ import annotations

from typing import Any

from tests.access.table import ALL, MOVED, ONE, row
from tests.states import World


def cost(world: World) -> dict[str, Any]:
    """A valid cost."""
    return {"what": "kahvi", "euros": "12,50", "payer": "hr", "group": ""}


row("GET season_costs", "verme_season", HR=ALL, states=ONE)
row("POST season_costs", "verme_season", HR=ALL, answer=MOVED, states=ONE, data=cost)
row("GET season_costs_pdf", "verme_season", HR=ALL, states=ONE)
row("GET cost_edit", "verme_cost", HR=ALL, states=ONE)
row("POST cost_edit", "verme_cost", HR=ALL, answer=MOVED, states=ONE, data=cost)
row("POST cost_remove", "verme_cost", HR=ALL, answer=MOVED, states=ONE)
