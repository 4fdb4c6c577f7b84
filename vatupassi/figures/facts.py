"""Of whom a term's figures tell: querysets of people's ids, asked in the database and never listed.

*Offered*: a supervisor has invited them, or offered them times; also who answered "not now". *Held*: the day held is
recorded, with the tool or without it. *In time*: the sitting took place within fourteen days of its time. Nothing is
ever asked of what was marked or written.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet

from vatupassi.figures.terms import IN_TIME, Term
from vatupassi.models import Agreement, Conversation, FollowUp, Offer, Round, Side

People = QuerySet[Any, Any]
Talks = QuerySet[Conversation]
DENIED = Q(way=Conversation.Way.WITHOUT, status=Conversation.Status.DECLINED)


def offers(term: Term, *, but: Talks | None = None) -> list[tuple[People, str]]:
    """To whom a conversation was offered, each with the column of the person.

    ``but``: as if these conversations were not there.
    """
    moments = term.moments
    kept = Offer.objects.filter(offered_on__gte=term.first_day, offered_on__lte=term.last_day)
    rounds = Round.objects.filter(created_at__gte=moments[0], created_at__lt=moments[1])
    times = Round.invited.through.objects.filter(round__in=rounds.order_by().values("pk"))
    return [(invited(term, but=but), "employee"), (kept.order_by(), "employee"), (times, "user")]


def invited(term: Term, *, but: Talks | None = None) -> Talks:
    """Conversations to which a supervisor has invited; none of which the other says that there was none."""
    moments = term.moments
    mine = Conversation.objects.filter(started_by=Side.SUPERVISOR)
    return _but(mine.filter(~DENIED, created_at__gte=moments[0], created_at__lt=moments[1]), but)


def held(term: Term, *, but: Talks | None = None) -> Talks:
    """Conversations that were held. One of earlier days without a day of its own was held on the booked one."""
    moments = term.moments
    on_day = Q(held_on__gte=term.first_day, held_on__lte=term.last_day)
    booked = Q(held_on=None, starts_at__gte=moments[0], starts_at__lt=moments[1])
    return _but(Conversation.objects.filter(on_day | booked, status__in=Conversation.HELD), but)


def in_time(term: Term, *, but: Talks | None = None) -> QuerySet[FollowUp]:
    """Follow-ups of the term that took place within fourteen days of their time."""
    moments = term.moments
    rows = FollowUp.objects.filter(starts_at__gte=moments[0], starts_at__lt=moments[1])
    rows = rows.filter(held_at__lte=F("starts_at") + IN_TIME).order_by()
    return rows if but is None else rows.exclude(conversation__in=but.values("pk"))


def promises(term: Term) -> QuerySet[Agreement]:
    """What supervisors have promised for the term, in conversations that both confirmed."""
    due = Agreement.objects.filter(due_on__gte=term.first_day, due_on__lte=term.last_day, side=Side.SUPERVISOR)
    return due.filter(conversation__status__in=Conversation.HELD).order_by()


def _but(rows: Talks, but: Talks | None) -> Talks:
    return (rows if but is None else rows.exclude(pk__in=but.values("pk"))).order_by()
