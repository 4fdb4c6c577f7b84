"""The support path among the steps of taking into use (people/launch)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.launch.steps import Group, Standing, Step, register
from support.model.kinds import KINDS
from support.models import ModelVersion
from support.path.models import WhomToCall

if TYPE_CHECKING:
    from people.models import User


def contacts(_user: User) -> Standing:
    """Which contacts are still missing. One query."""
    missing = ", ".join(str(place.label) for place in WhomToCall().missing)
    return Standing(not missing, _("Missing: %(what)s.") % {"what": missing} if missing else "")


def models(_user: User) -> Standing:
    """How many of the six are published. One query."""
    found = ModelVersion.objects.newest().count()
    told = _("%(published)s of %(all)s models are published") % {"published": found, "all": len(KINDS)}
    return Standing(found == len(KINDS), told)


def declare() -> None:
    """Called once, when the app is ready."""
    register(
        Step(
            "path",
            10,
            Group.SUPPORT,
            gettext_lazy("Whom to call"),
            gettext_lazy("HR, occupational health, the staff’s representatives and the contacts for harassment."),
            "contact_list",
            contacts,
        ),
        Step(
            "models",
            30,
            Group.SUPPORT,
            gettext_lazy("The six models"),
            gettext_lazy("What the employer has in writing, handled together with the staff. They may come later."),
            "model_list",
            models,
        ),
    )
