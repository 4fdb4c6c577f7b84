"""Where an event of the annual clock leads in VatuPassi: a supervisor to the rounds, others to their own assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from people.models import User


def find(user: User) -> tuple[str, str]:
    """Offer the team times, or look at one's own work before the talk."""
    if user.supervises:
        return _("Offer times for VatuPassi conversations"), reverse("round_list")
    return _("My VatuPassi"), reverse("assessment")
