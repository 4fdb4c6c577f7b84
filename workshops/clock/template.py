"""The annual clock of the source (domain.md B8–9): nine strategic items and six operational ones.

The source gives no months; these are a sensible year of a Finnish public employer, to be changed. Production guidance
stands twice in its picture and once here, in the weekly rhythm of the picture: Wednesday and Friday.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workshops.clock.models import ClockEvent

if TYPE_CHECKING:
    from people.models import Unit

Ring, Level = ClockEvent.Ring, ClockEvent.Level
YEAR = list(range(1, 13))
# code, (fi, sv, en), ring, level, months, and what else
Item = tuple[str, tuple[str, str, str], str, str, list[int], dict[str, Any]]
ITEMS: list[Item] = [
    (
        "staff-plan",
        ("Henkilöstön kehittämissuunnitelma", "Utvecklingsplan för personalen", "Staff development plan"),
        *(Ring.STRATEGIC, Level.ORGANISATION, [1, 2], {}),
    ),
    (
        "first-day",
        ("1. kehittämispäivä", "Första utvecklingsdagen", "First development day"),
        *(Ring.STRATEGIC, Level.COMMUNITY, [3], {}),
    ),
    (
        "reviews",
        ("Kehityskeskustelut", "Utvecklingssamtal", "Development discussions"),
        *(Ring.STRATEGIC, Level.EMPLOYEE, [2, 3], {"link": "rounds"}),
    ),
    (
        "plan",
        ("Kehittämissuunnitelma", "Utvecklingsplan", "Development plan"),
        *(Ring.STRATEGIC, Level.COMMUNITY, [4, 5], {}),
    ),
    (
        "second-day",
        ("2. kehittämispäivä", "Andra utvecklingsdagen", "Second development day"),
        *(Ring.STRATEGIC, Level.COMMUNITY, [9], {}),
    ),
    (
        "personal-plan",
        ("Henkilökohtainen kehittämissuunnitelma", "Personlig utvecklingsplan", "Personal development plan"),
        *(Ring.STRATEGIC, Level.EMPLOYEE, [4, 5], {}),
    ),
    (
        "risks",
        ("Riskikartoitus", "Riskkartläggning", "Risk survey"),
        *(Ring.STRATEGIC, Level.COMMUNITY, [10], {}),
    ),
    (
        "targets",
        ("Toiminnalliset tavoitteet", "Verksamhetsmål", "Targets of operations"),
        *(Ring.STRATEGIC, Level.ORGANISATION, [8, 9], {}),
    ),
    (
        "safety-plan",
        ("Työturvallisuuden kehittämissuunnitelma", "Utvecklingsplan för arbetarskyddet", "Work safety plan"),
        *(Ring.STRATEGIC, Level.ORGANISATION, [11, 12], {}),
    ),
    (
        "production",
        ("Tuotannonohjaus", "Styrning av produktionen", "Steering of production"),
        *(Ring.OPERATIONAL, Level.COMMUNITY, YEAR, {"weekdays": [2, 4]}),
    ),
    (
        "decisions",
        ("Päätöksenteon ohjaus", "Styrning av beslutsfattandet", "Steering of decisions"),
        *(Ring.OPERATIONAL, Level.ORGANISATION, [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12], {}),
    ),
    (
        "finance",
        ("Taloudenohjaus", "Styrning av ekonomin", "Steering of finance"),
        *(Ring.OPERATIONAL, Level.ORGANISATION, [3, 6, 9, 12], {}),
    ),
    (
        "development",
        ("Kehittämisen ohjaus", "Styrning av utvecklingen", "Steering of development"),
        *(Ring.OPERATIONAL, Level.COMMUNITY, [2, 5, 8, 11], {}),
    ),
    (
        "safety",
        ("Turvallisuustoiminnan ohjaus", "Styrning av säkerhetsarbetet", "Steering of safety"),
        *(Ring.OPERATIONAL, Level.COMMUNITY, [4, 10], {}),
    ),
    (
        "change",
        ("Muutoksenohjaus", "Styrning av förändringar", "Steering of change"),
        *(Ring.OPERATIONAL, Level.EMPLOYEE, [1, 8], {}),
    ),
]


def fill(unit: Unit | None) -> int:
    """Put the template's events onto a clock, the organisation's without a unit; what is there already stays."""
    known = set(ClockEvent.objects.filter(unit=unit).exclude(code="").values_list("code", flat=True))
    rows = [
        ClockEvent(
            unit=unit,
            code=code,
            ring=ring,
            level=level,
            months=months,
            **dict(zip(("title_fi", "title_sv", "title_en"), titles, strict=True)),
            **more,
        )
        for code, titles, ring, level, months, more in ITEMS
        if code not in known
    ]
    ClockEvent.objects.bulk_create(rows)
    return len(rows)
