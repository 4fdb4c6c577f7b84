"""What a person has in their calendar of the VatuPassi: shown to themselves where they choose a time."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils.translation import pgettext

from core.dates.own_time import Taken
from vatupassi.models import Conversation, FollowUp, Round, RoundTime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User

LONGEST = datetime.timedelta(hours=3)  # more than any of these takes


def conversations(user: User, begin: datetime.datetime, end: datetime.datetime) -> Iterator[Taken]:
    """Those to be held: one query."""
    mine = Conversation.objects.of_party(user).ahead()
    for conversation in mine.filter(starts_at__gt=begin - LONGEST, starts_at__lt=end):
        key, name = f"conversation:{conversation.pk}", conversation.other_name()
        yield Taken(key, pgettext("own day", "a conversation"), name, conversation.starts_at, conversation.ends_at)


def follow_ups(user: User, begin: datetime.datetime, end: datetime.datetime) -> Iterator[Taken]:
    """Those planned: one query."""
    mine = Conversation.objects.of_party(user).values("pk")
    rows = FollowUp.objects.ahead().filter(conversation__in=mine).select_related("conversation")
    for row in rows.filter(starts_at__gt=begin - LONGEST, starts_at__lt=end):
        side = row.conversation.side_of(user)
        if side is not None:
            name, until = row.conversation.name_of(side.other), row.starts_at + datetime.timedelta(minutes=row.minutes)
            yield Taken(f"follow-up:{row.pk}", pgettext("own day", "a follow-up"), name, row.starts_at, until)


def offered(user: User, begin: datetime.datetime, end: datetime.datetime) -> Iterator[Taken]:
    """Times offered to one's own team that anybody may still book: one query."""
    mine = Round.objects.editable_by(user).filter(closed_at=None)
    rows = RoundTime.objects.free().filter(round__in=mine).select_related("round__occasion")
    for row in rows.filter(starts_at__gt=begin - LONGEST, starts_at__lt=end):
        until = row.starts_at + datetime.timedelta(minutes=row.round.minutes)
        yield Taken(
            f"offered:{row.pk}",
            pgettext("own day", "a time offered to the team"),
            row.round.occasion.name,
            row.starts_at,
            until,
        )
