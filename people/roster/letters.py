"""The letter of the night: an import that stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core.outbox import Ids, Letter, mail
from people.models import Mapping

if TYPE_CHECKING:
    from people.models import User


def _own_mapping(user: User, ids: Ids) -> Mapping:
    """What the reader has saved, while they are of HR."""
    return Mapping.objects.visible_to(user).get(pk=ids["mapping"], saved_by=user)


@mail("roster_stopped", about=_own_mapping)
def _roster_stopped(user: User, mapping: Mapping) -> Letter:
    text = _("The nightly import with the saved columns “%(name)s” stopped. Nothing was changed in the register.")
    return Letter(
        subject=_("The nightly import of people stopped"),
        body=text % {"name": mapping.name} + " " + _("Bring the same file in the browser to see what it needs."),
        link=reverse("roster_start"),
    )
