"""A season's joint events around the people of a World, after tests/verme_world.py.

The closing concerns the employee (a live member) and the deputy (the live mentor); the colleague and the director have
left. The supervisor leads another group of the same season, and HR's other one is a member of it.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from verme.models import SeasonEvent


def around(season: Any) -> dict[str, Any]:
    """The ids for addresses."""
    at = timezone.now() + datetime.timedelta(days=30)
    fields = {"season_id": season, "starts_at": at, "minutes": 240, "place": "Rantasali"}
    closing = SeasonEvent.objects.create(kind="closing", title="Päätös", state="open", **fields)
    closing.rows.create(clock=datetime.time(12), title="Lounas")
    draft = SeasonEvent.objects.create(kind="closing", title="Luonnos", **fields)
    return {"verme_event": closing.pk, "verme_event_draft": draft.pk}
