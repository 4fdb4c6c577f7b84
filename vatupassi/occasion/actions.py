"""HR adds the three occasions of seasonal work with one press. From then on they are occasions as all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vatupassi.models import Occasion
from vatupassi.occasion.forms import WEIGHTS
from vatupassi.occasion.steps import FORMS

if TYPE_CHECKING:
    from people.models import User

# Code, which is also the form's: names in Finnish, Swedish and English, minutes. After those that come with the
# application, so that the lightest of these stays the first that a round offers.
SEASON = {
    "season-start": (("Kausityö: alku", "Säsongsarbete: början", "Seasonal work: start"), 30),
    "season-two-weeks": (("Kausityö: kaksi viikkoa", "Säsongsarbete: två veckor", "Seasonal work: two weeks"), 15),
    "season-end": (("Kausityö: loppu", "Säsongsarbete: slut", "Seasonal work: end"), 30),
}


def season_is_there(user: User) -> bool:
    """Whether all three have been added, in use or retired."""
    return Occasion.objects.editable_by(user).filter(code__in=SEASON).count() == len(SEASON)


def add_season() -> int:
    """Add those of the three that are missing; how many. What HR has renamed or retired stays as HR has it."""
    made = 0
    for place, (code, (names, minutes)) in enumerate(SEASON.items()):
        details: dict[str, Any] = {"steps": FORMS[code], "weight": WEIGHTS[code], "minutes": minutes}
        details |= {f"name_{language}": name for language, name in zip(("fi", "sv", "en"), names, strict=True)}
        details["position"] = 90 + place
        made += Occasion.objects.get_or_create(code=code, defaults=details)[1]
    return made
