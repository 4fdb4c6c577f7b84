"""The annual clock, a proposed measure and the forums in the demo. Nobody here exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.models import suggest
from workshops import clock_template
from workshops.models import ClockEvent

if TYPE_CHECKING:
    from people.models import User


def load(people: dict[str, User]) -> None:
    """The organisation's clock from the template, a unit's own events, and what Aino would add to the measures."""
    clock_template.fill(None)
    roles = {
        "staff-plan": "henkilöstöpäällikkö",
        "reviews": "lähiesihenkilö",
        "risks": "työsuojelupäällikkö",
        "production": "yksikön esihenkilö",
        "finance": "talousjohtaja",
    }
    for code, role in roles.items():
        ClockEvent.objects.filter(code=code).update(responsible=role)
    food, streets = people["matti"].unit, people["pekka"].unit
    ClockEvent.objects.create(
        unit=food,
        title_fi="Omavalvonnan katselmus",
        title_sv="Genomgång av egenkontrollen",
        title_en="Review of food safety",
        ring=ClockEvent.Ring.OPERATIONAL,
        level=ClockEvent.Level.COMMUNITY,
        months=[1, 6],
        responsible="ruokapalvelupäällikkö",
    )
    ClockEvent.objects.create(
        unit=streets,
        title_fi="Talvikunnossapidon suunnittelu",
        title_sv="Planering av vinterunderhållet",
        ring=ClockEvent.Ring.OPERATIONAL,
        level=ClockEvent.Level.COMMUNITY,
        months=[9, 10],
        responsible="gatumästare",
    )
    suggest("Kymmenen minuutin yhteinen aamupala keittiössä ennen vuoron alkua", people["aino"])
