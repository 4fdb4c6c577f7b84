"""What of the inbox waits on HR's desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from people.desk import inbox
from people.desk.page import Waits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User


def in_inbox(user: User) -> Iterator[Waits]:
    """Each tab of the inbox: one query."""
    for one in inbox.waiting(user):
        text = ngettext("nobody sees to one of them", "nobody sees to %(count)d of them", one.unowned) % {
            "count": one.unowned
        }
        yield Waits(
            one.count,
            str(one.label),
            text if one.unowned else "",
            f"{reverse('inbox')}?tab={one.tab}",
            since=timezone.localdate(one.oldest),
            due=one.due,
        )
