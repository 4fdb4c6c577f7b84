"""The mentor chooses among the times that were offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from verme.models import Poll, PollOption, Session
from verme.session.actions import plan

if TYPE_CHECKING:
    pass


def choose(poll: Poll, option: PollOption, *, minutes: int) -> Session:
    """The time is chosen: the poll closes and the session is planned."""
    poll.closed_at = timezone.now()
    poll.save(update_fields=["closed_at"])
    return plan(Session(group=poll.group, starts_at=option.starts_at, minutes=minutes, place=option.place))
