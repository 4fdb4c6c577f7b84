"""How long a conversation is kept: the one rule by which it is deleted, told on pages and announced.

A light occasion is kept for less than the others, both from the day on which the conversation closed; and none longer
than the longest time from the day on which it was held, whatever goes on in it.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from core import retention
from vatupassi.models import Conversation, Occasion

if TYPE_CHECKING:
    from core.retention import History, Period

LONGEST = "conversation_longest"
NAMES = ("conversation", "conversation_light", LONGEST)


def name_of(conversation: Conversation) -> str:
    """Which period of `core.retention` holds from its closing, once it has been held."""
    return conversation.occasion.kept_as


def begun_on(conversation: Conversation) -> datetime.date:
    """The day from which the longest time is counted: the day held, or the booked one where nobody has said it."""
    return conversation.held_on or timezone.localdate(conversation.starts_at)


def over(name: str, before: datetime.datetime) -> Q:
    """Those whose clock of this name started before that midnight."""
    if name == LONGEST:
        return Q(held_on__lt=before.date()) | Q(held_on=None, starts_at__lt=before)
    is_light = Q(occasion__weight=Occasion.Weight.LIGHT)
    return Q(closed_on__lt=before.date()) & (is_light if name == "conversation_light" else ~is_light)


def goes_on(conversation: Conversation, histories: dict[str, History]) -> datetime.date:
    """The night in which it goes: the first of its clocks that is over, for one that is closed or still open."""
    days = [histories[LONGEST].after(begun_on(conversation))]
    if conversation.closed_on:
        days.append(histories[name_of(conversation)].after(conversation.closed_on))
    return min(days)


def deleted_on(conversation: Conversation) -> datetime.date:
    """The day to show of one that has closed, the backups counted in: one query."""
    found = retention.histories(*NAMES, "backups")
    return found["backups"].newest.after(goes_on(conversation, found))


def period_of(conversation: Conversation) -> Period:
    """How long it is kept if it closes today."""
    return retention.period(name_of(conversation))
