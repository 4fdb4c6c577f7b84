"""A round of bookable times: offering, booking, changing, cancelling.

The round is locked by the caller (``for_update``), so that all bookings of one round are made in turn: two people never
get the same time, and one person never gets two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from core.day import today
from core.jobs import task
from core.models import Mail
from core.outbox import send
from people.models import User
from vatupassi.conversation.invitations import decline, start
from vatupassi.conversation.notifications import tell_both
from vatupassi.models import Conversation, Occasion, Round, RoundAnswer, RoundTime

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from django.db.models import QuerySet

FOR_ALL = "how-are-you"  # the occasion of a round for all


class Taken(Exception):
    """Somebody else was first, the time has passed, or the supervisor has removed it."""


class Begun(Exception):
    """The booked conversation has begun or ended: its time is changed on its own page, if at all."""


def offer(
    *,
    by: User,
    id: UUID,
    team: Iterable[User],
    times: Iterable[datetime.datetime],
    occasion: Occasion,
    minutes: int,
    place: str,
    book_until: datetime.date | None = None,
) -> Round:
    """The times are offered to everybody in the team, with one letter to each."""
    if Round.objects.filter(pk=id).exists():
        id = uuid4()  # another supervisor's: their round is not to be guessed from an error
    offered = Round.objects.create(
        id=id, supervisor=by, occasion=occasion, minutes=minutes, place=place, book_until=book_until
    )
    RoundTime.objects.bulk_create(RoundTime(round=offered, starts_at=starts_at) for starts_at in sorted(set(times)))
    invite(offered, team=team)
    return offered


def invite(offered: Round, *, team: Iterable[User]) -> None:
    """One letter to each in the team who has not been invited yet. Twice is once."""
    known = set(offered.invited.values_list("pk", flat=True))
    new = [person for person in team if person.pk not in known]
    offered.invited.add(*new)
    for person in new:
        send("round_offered", to=person, round=offered.pk)


def add(offered: Round, *, team: Iterable[User], times: Iterable[datetime.datetime]) -> None:
    """More times into a round going on. Those who have not booked are told, newcomers invited. Twice is once.

    Whoever has said that no time suits their shift is asked anew by these; whoever has said not now is left alone.
    """
    new = sorted(set(times) - set(offered.times.values_list("starts_at", flat=True)))
    if not new:
        return
    RoundTime.objects.bulk_create(RoundTime(round=offered, starts_at=starts_at) for starts_at in new)
    if offered.book_until and offered.book_until < timezone.localdate(new[-1]):
        offered.book_until = None
        offered.save(update_fields=["book_until"])
    offered.answers.filter(answer=RoundAnswer.Answer.SHIFT).delete()
    team, booked = list(team), set(offered.times.booked().values_list("conversation__employee", flat=True))
    left_alone = set(offered.answers.values_list("person", flat=True))
    known = set(offered.invited.values_list("pk", flat=True)) - booked - left_alone
    for person in team:
        if person.pk in known:
            send("round_more", to=person, round=offered.pk)
    invite(offered, team=team)


def book(offered: Round, *, by: User, time: int) -> Conversation:
    """One time for one person: a conversation whose time needs no answer. Another time later moves the same one.

    Booking the same time twice is once. Raises `Taken`, `Begun` or `NothingBegins`.
    """
    mine = offered.times.of(by).select_related("conversation__employee", "conversation__supervisor").first()
    if mine and mine.conversation and mine.pk == time:
        return mine.conversation
    free = offered.times.free().filter(pk=time).first()
    if free is None:
        raise Taken
    if mine and mine.conversation:
        conversation = _movable(mine)
        mine.conversation = None
        mine.save(update_fields=["conversation"])
        conversation.touch(
            starts_at=free.starts_at,
            status=Conversation.Status.AGREED,
            agreed_on=today(),
            awaiting="",
            time_refused=False,
            calendar_sequence=conversation.calendar_sequence + 1,
        )
        tell_both(conversation, "time_agreed")
    else:
        conversation = start(
            employee=by,
            supervisor=offered.supervisor,
            by=by,
            occasion=offered.occasion,
            starts_at=free.starts_at,
            agreed=True,
            minutes=offered.minutes,
            place=offered.place,
            memo_language=by.language,
        )
    free.conversation = conversation
    free.save(update_fields=["conversation"])
    offered.answers.filter(person=by).delete()
    return conversation


def answer(offered: Round, *, by: User, what: str) -> bool:
    """No time suits, or not now. False for whoever has a time: they cancel it. The last answer counts."""
    if offered.times.of(by).exists():
        return False
    RoundAnswer.objects.update_or_create(round=offered, person=by, defaults={"answer": what, "at": timezone.now()})
    return True


def cancel(offered: Round, *, by: User) -> None:
    """The booker gives the time back: the conversation is not held and the time is free again. Twice is once."""
    mine = offered.times.of(by).select_related("conversation__employee", "conversation__supervisor").first()
    if mine and mine.conversation:
        decline(_movable(mine), by=by)
        mine.conversation = None
        mine.save(update_fields=["conversation"])


def close(offered: Round) -> None:
    """No more bookings; what has been booked stays. Twice is once."""
    if offered.closed_at is None:
        offered.closed_at = timezone.now()
        offered.save(update_fields=["closed_at"])


def _movable(mine: RoundTime) -> Conversation:
    """The booked conversation, locked."""
    assert mine.conversation_id
    rows = Conversation.objects.for_update().select_related("employee", "supervisor")
    conversation = rows.get(pk=mine.conversation_id)
    if not conversation.is_open or conversation.starts_at <= timezone.now():
        raise Begun
    return conversation


def to_be_told() -> QuerySet[User]:
    """Supervisors of units in use who have not been told of a round for all."""
    return User.objects.leading_open_units().exclude(pk__in=Mail.objects.filter(kind="round_for_all").values("to"))


@task(queue_name="slow")
def tell_of_round_for_all() -> None:
    """A letter to each who has not had one. The occasion is locked: two of these at one moment take turns."""
    for pk in list(to_be_told().values_list("pk", flat=True)):
        with transaction.atomic():
            Occasion.objects.select_for_update().filter(code=FOR_ALL).first()
            person = to_be_told().filter(pk=pk).first()
            if person:
                send("round_for_all", to=person)
