"""The promises of one person: to them first, then their own, over all people and conversations.

An agreement is a promise once the conversation's memo has been confirmed, until the conversation closes. Whether a
promise to an employee was kept the employee alone says; the supervisor says only that it is done, and reads what the
employee says of it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Exists, ExpressionWrapper, Q
from django.utils import timezone

from core.day import today
from core.prepared import prepared
from people.user.models import is_away
from vatupassi.agreement.models import Outcome, still_promised
from vatupassi.models import Agreement, Conversation, Side

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import Exists, QuerySet

    from people.models import User

MOST = 12  # on the start page
SHOWN_AFTER = datetime.timedelta(days=1)  # what has been ticked stays for so long, to be taken back


@dataclass(frozen=True)
class Promise:
    """One agreement as one of the two reads it on the start page."""

    agreement: Agreement
    text: str
    other: str  # the other person's name
    other_id: UUID | None
    is_mine: bool
    shows_lateness: bool
    is_only_read: bool

    @property
    def pk(self) -> UUID:
        """The agreement's."""
        return self.agreement.pk

    @property
    def may_tick(self) -> bool:
        """Whether this reader says anything of it, now: nobody ticks the employee's part for them."""
        return not self.is_only_read and (self.is_mine or self.agreement.side == Side.SUPERVISOR)

    @property
    def due_on(self) -> datetime.date:
        """By when, as it was agreed."""
        return self.agreement.due_on

    @property
    def ticked_at(self) -> datetime.datetime | None:
        """When this reader ticked it."""
        return self.agreement.done_at if self.is_mine else self.agreement.kept_at

    @property
    def said_by_other(self) -> datetime.datetime | None:
        """When the other said that it is done, or that it was kept."""
        return self.agreement.kept_at if self.is_mine else self.agreement.done_at

    @property
    def days_late(self) -> int:
        """On the supervisor's side only: 0 on the employee's."""
        if not self.shows_lateness or self.ticked_at:
            return 0
        return max(0, (today() - self.due_on).days)


@dataclass(frozen=True)
class Promises:
    """What one has been promised, and what one has promised."""

    to_me: list[Promise]
    mine: list[Promise]
    side: str  # "employee" when all of one's own are the employee's part


def _shown(user: User, *, theirs: bool = False) -> QuerySet[Agreement]:
    """What is open, and what has been ticked today. ``theirs``: what an employee has promised this supervisor, too."""
    is_mine = Q(side=Side.EMPLOYEE, conversation__employee=user) | Q(
        side=Side.SUPERVISOR, conversation__supervisor=user
    )
    to_me = Q(side=Side.SUPERVISOR, conversation__employee=user)
    # midnight, not this moment: a prepared statement keeps it for the day
    lately = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    stays = Q(is_mine, done_at=None, outcome=Outcome.UNDER_WAY) | Q(to_me, outcome=Outcome.UNDER_WAY)
    stays |= Q(to_me, outcome=Outcome.DONE, kept_at=None)  # the supervisor alone has said so at a follow-up
    stays |= Q(is_mine, done_at__gte=lately) | Q(to_me, kept_at__gte=lately)
    if theirs:
        stays |= Q(side=Side.EMPLOYEE, conversation__supervisor=user, outcome=Outcome.UNDER_WAY)
    away = is_away("conversation__employee__") | is_away("conversation__supervisor__")
    restricted = Q(conversation__employee__restricted_since__isnull=False)
    rows = Agreement.objects.promises_of(user).annotate(
        somebody_is_away=ExpressionWrapper(away, BooleanField()),
        is_only_read=ExpressionWrapper(restricted, BooleanField()),
    )
    return rows.filter(stays).order_by("due_on", "created_at")


@prepared(related=["conversation"])
def _open_promises(user: User) -> QuerySet[Agreement]:
    return _shown(user)[:MOST]


def has_promises(user: User) -> Exists:
    """Whether a conversation of theirs has been confirmed and is not closed: whoever has none is not asked for texts.

    Asked by its agreements PostgreSQL walked through the conversations of the whole town to meet the first one.
    """
    return Exists(Conversation.objects.of_party(user).filter(still_promised()))


def promises_of(user: User) -> Promises:
    """One query, and the texts opened for this reader."""
    return _promises(_open_promises(user), user)


def promises_with(user: User, other: User) -> Promises:
    """Between these two, all of them: also what the employee has promised, which the employee alone ticks."""
    rows = _shown(user, theirs=True).filter(Q(conversation__employee=other) | Q(conversation__supervisor=other))
    return _promises(rows.select_related("conversation"), user)


def _promises(agreements: Iterable[Agreement], user: User) -> Promises:
    rows = [promise_of(agreement, user) for agreement in agreements]
    mine = [row for row in rows if row.is_mine]
    is_employee = all(row.agreement.side == Side.EMPLOYEE for row in mine)
    return Promises([row for row in rows if not row.is_mine], mine, Side.EMPLOYEE if is_employee else Side.SUPERVISOR)


def promise_of(agreement: Agreement, user: User) -> Promise:
    """This agreement as one of the two reads it."""
    conversation = agreement.conversation
    side = Side.EMPLOYEE if conversation.employee_id == user.pk else Side.SUPERVISOR
    is_mine = agreement.side == side
    return Promise(
        agreement,
        agreement.text.open(user),
        conversation.name_of(side.other),
        conversation.supervisor_id if side == Side.EMPLOYEE else conversation.employee_id,
        is_mine,
        shows_lateness=is_mine and side == Side.SUPERVISOR and not getattr(agreement, "somebody_is_away", False),
        is_only_read=getattr(agreement, "is_only_read", False),
    )
