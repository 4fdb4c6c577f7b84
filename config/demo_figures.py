"""Figures of two terms in the demo: a town of three thousand, of which only these numbers exist."""

from __future__ import annotations

import dataclasses
import random
import uuid

from django.utils import timezone

from vatupassi.figures.counting import FIGURES, Counted, chosen
from vatupassi.figures.models import FrozenUnit, Release
from vatupassi.figures.occasions import About
from vatupassi.figures.rules import Limits, Team
from vatupassi.figures.terms import last_ended
from vatupassi.models import Occasion

# name in Finnish and Swedish, the unit that it is part of, teams, people in each
UNITS = [
    ("", "", -1, 0, 0),
    ("Sivistys", "Bildning", 0, 2, 8),
    ("Varhaiskasvatus", "Småbarnspedagogik", 1, 14, 14),
    ("Rantakylän koulu", "Strandby skola", 1, 4, 15),
    ("Kirjasto", "Biblioteket", 1, 2, 9),
    ("Satamakylän koulu", "Hamnby skola", 1, 7, 15),
    ("Tekniikka", "Tekniska väsendet", 0, 2, 7),
    ("Katu- ja puistoyksikkö", "Gatu- och parkenheten", 6, 5, 14),
    ("Tilapalvelut", "Lokalservice", 6, 4, 13),
    ("Vesihuolto", "Vattenverket", 6, 2, 8),
    ("Ruoka ja puhtaus", "Kost och städ", 0, 2, 6),
    ("Ruokapalvelut", "Måltidsservice", 10, 6, 16),
    ("Siivouspalvelut", "Städtjänster", 10, 6, 15),
    ("Konsernipalvelut", "Koncerntjänster", 0, 2, 9),
    ("Henkilöstöpalvelut", "Personaltjänster", 13, 2, 10),
    ("Talous ja tietohallinto", "Ekonomi och it", 13, 2, 12),
]
SHARES = {"offered": 0.62, "held": 0.46, "in_time": 0.22}
ABOUT = (0.4, 0.26, 0.2, 0.13, 0.1, 0.07, 0.01)


def load() -> None:
    """The last term that is over, and the one before it. Of the demo's own people nothing is counted."""
    dice = random.Random(11)  # noqa: S311 - the demo is the same each time
    ids = [uuid.UUID(int=dice.getrandbits(128), version=4) for _unit in UNITS]
    term = last_ended(timezone.localdate())
    for each, less in ((term.before, 0.6), (term, 1.0)):
        released_on = min(each.released_from, timezone.localdate())
        Release.objects.create(
            year=each.year,
            half=each.half,
            last_day=each.last_day,
            frozen_at=each.moments[1],
            limits=dataclasses.asdict(Limits()),
            state=Release.State.MADE,
            released_on=released_on,
            figures=chosen(_counted(dice, ids, less), Limits()),
        )


def _counted(dice: random.Random, ids: list[uuid.UUID], less: float) -> Counted:
    units = [
        FrozenUnit(number=number, parent=parent, unit=ids[number], names={"fi": fi, "sv": sv, "en": fi})
        for number, (fi, sv, parent, _teams, _people) in enumerate(UNITS)
    ]
    teams = [
        (number, led_by, people + dice.randint(-2, 3))
        for number, (_fi, _sv, _parent, count, people) in enumerate(UNITS)
        for led_by in (uuid.UUID(int=dice.getrandbits(128), version=4) for _team in range(count))
    ]
    figures = {
        name: [
            Team(unit, led_by, people, sum(dice.random() < SHARES[name] * less for _one in range(people)))
            for unit, led_by, people in teams
        ]
        for name in FIGURES
    }
    held = sum(team.count for team in figures["held"])
    about = [
        About({language: occasion.name_in(language) for language in ("fi", "sv", "en")}, int(held * share), {})
        for occasion, share in zip(Occasion.objects.order_by("position"), ABOUT, strict=False)
    ]
    return Counted(units, figures, about, 65 if less < 1 else 70)
