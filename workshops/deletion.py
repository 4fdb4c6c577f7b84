"""What of the workshops goes when somebody's request to delete their data is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from people.rights import deletion
from workshops.models import Presence

if TYPE_CHECKING:
    from people.models import User

NOBODY = "–"  # in the place of a name, so that the count stays


def name_among_those_present(person: User) -> None:
    """The name goes, the count stays. The old rows go, so that a restore brings none of them back."""
    for row in Presence.objects.filter(person=person).order_by("pk"):
        Presence.objects.create(agenda_id=row.agenda_id, name=NOBODY, sort_key="")
        row.delete()


def register() -> None:
    """One."""
    words = _("your name among those present in workshops; how many there were stays")
    deletion.register(50, words, name_among_those_present)
