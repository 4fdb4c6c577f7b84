"""What of near-support goes when somebody's request to delete their data is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from people.rights import deletion
from support.models import HelpRequest

if TYPE_CHECKING:
    from people.models import User


def closed_requests(person: User) -> None:
    """Requests for help that are over, with their answers."""
    HelpRequest.objects.filter(by=person).exclude(closed_on=None).delete()


def register() -> None:
    """One."""
    deletion.register(60, _("your requests for help to HR that are closed"), closed_requests)
