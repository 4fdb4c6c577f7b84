"""What the demo's season has cost."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from people.models import Unit
from verme.models import Cost

if TYPE_CHECKING:
    from verme.models import Season


def load(season: Season) -> None:
    """Coffee at each meeting, and what was paid for all groups together."""
    group = season.groups.get()
    hr, department = Cost.PaidBy.HR, Cost.PaidBy.DEPARTMENT
    unit = Unit.objects.filter(parent=None).order_by("sort_key").first()
    for what, euros, of in (
        ("Kahvit, 1. kokoontuminen", "48.50", group),
        ("Kahvit, 2. kokoontuminen", "51.20", group),
        ("Luennoitsija päätöstilaisuuteen", "850.00", None),
    ):
        Cost.objects.create(season=season, group=of, what=what, euros=Decimal(euros), paid_by=hr)
    Cost.objects.create(season=season, what="Tilavuokra", euros=Decimal("1240.00"), paid_by=department, unit=unit)
