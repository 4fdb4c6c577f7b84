"""Reminders without nagging, and the closing of silent conversations. Run by the worker's clock.

One reminder the day before a conversation and one the working day before a follow-up; one notice a week after a
follow-up that nobody finished; one notice a month before a silent conversation closes by itself, and one when it has;
to the employee alone one thirty days before a conversation is deleted.
Each goes once, to both, also when two workers run at once or one is killed half way: the mark (`Reminder`) and the
mails are one transaction, and the conversation is locked meanwhile.
"""

from __future__ import annotations

import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core import retention
from core.jobs import every_minute, nightly
from core.models import Mail
from core.retention import Period, period
from core.working_days import working_day_before
from people.user.models import is_away
from vatupassi.conversation import ending
from vatupassi.conversation.models import SILENCE_NOTICE
from vatupassi.conversation.notifications import tell, tell_both
from vatupassi.follow_up.models import drop_planned
from vatupassi.memo import kept
from vatupassi.models import Conversation, FollowUp, Reminder, Side

if TYPE_CHECKING:
    from uuid import UUID

FROM = datetime.time(9)  # nobody is reminded in the night
LONGEST_BREAK = datetime.timedelta(days=8)  # the most days off in a row, and then some
UNSAID = datetime.timedelta(days=30)
DELETION_NOTICE = datetime.timedelta(days=30)
OVERDUE_AFTER = datetime.timedelta(days=7)
OVERDUE_UNTIL = datetime.timedelta(days=60)  # what is older when the worker comes back is not dug up
LETTERS = {
    Reminder.Kind.CONVERSATION: "conversation_reminder",
    Reminder.Kind.FOLLOW_UP: "follow_up_reminder",
    Reminder.Kind.OVERDUE: "follow_up_overdue",
}


@every_minute
def remind() -> None:
    """Send what is due."""
    now = timezone.now()
    soon = {"starts_at__gt": now, "starts_at__lt": now + LONGEST_BREAK}
    booked = Conversation.objects.ahead().filter(time_refused=False, **soon)
    for conversation in booked.filter(~_sent(Reminder.Kind.CONVERSATION)):
        due = _morning(timezone.localdate(conversation.starts_at) - datetime.timedelta(days=1))
        if due <= now:
            _send(conversation.pk, Reminder.Kind.CONVERSATION, 0, conversation.starts_at, due)
    for follow_up in FollowUp.objects.ahead().filter(~_sent_of(Reminder.Kind.FOLLOW_UP), **soon):
        due = _morning(working_day_before(timezone.localdate(follow_up.starts_at)))
        if due <= now:
            _send(follow_up.conversation_id, Reminder.Kind.FOLLOW_UP, follow_up.number, follow_up.starts_at, due)
    late = {"starts_at__lt": now, "starts_at__gt": now - OVERDUE_UNTIL}
    away = is_away("conversation__employee__") | is_away("conversation__supervisor__")
    overdue = FollowUp.objects.ahead().filter(~_sent_of(Reminder.Kind.OVERDUE), **late)
    for follow_up in overdue.exclude(away):
        due = _morning(timezone.localdate(follow_up.starts_at) + OVERDUE_AFTER)
        if due <= now:
            _send(follow_up.conversation_id, Reminder.Kind.OVERDUE, follow_up.number, follow_up.starts_at, due)


def _morning(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, FROM, timezone.get_current_timezone())


def _sent(kind: str) -> Exists:
    """For conversations."""
    return Exists(Reminder.objects.filter(conversation=OuterRef("pk"), kind=kind, starts_at=OuterRef("starts_at")))


def _sent_of(kind: str) -> Exists:
    """For follow-ups."""
    same = {"conversation": OuterRef("conversation"), "number": OuterRef("number"), "starts_at": OuterRef("starts_at")}
    return Exists(Reminder.objects.filter(kind=kind, **same))


def _send(pk: UUID, kind: Reminder.Kind, number: int, starts_at: datetime.datetime, due: datetime.datetime) -> None:
    """One letter to each, if it is still true now that the conversation is locked."""
    with transaction.atomic():
        conversation = _locked(pk)
        if conversation is None or not _true(conversation, kind, number, starts_at):
            return
        _mark, new = Reminder.objects.get_or_create(
            conversation=conversation, kind=kind, number=number, starts_at=starts_at
        )
        if new and is_live(conversation) and not _told(conversation, number, due):
            tell_both(conversation, LETTERS[kind], **({"number": number} if number else {}))


def _locked(pk: UUID) -> Conversation | None:
    """Nothing where it is restricted: it is left as it is, and nobody is reminded of it."""
    rows = Conversation.objects.for_update().select_related("employee", "supervisor")
    return rows.filter(pk=pk, employee__restricted_since=None).first()


def _true(conversation: Conversation, kind: str, number: int, starts_at: datetime.datetime) -> bool:
    """Whether the time still stands."""
    if kind == Reminder.Kind.CONVERSATION:
        return conversation.is_open and not conversation.time_refused and conversation.starts_at == starts_at
    ahead = conversation.follow_ups.filter(number=number, held_at=None, starts_at=starts_at)
    return not conversation.is_over and ahead.exists()


def _told(conversation: Conversation, number: int, since: datetime.datetime) -> bool:
    """Whether this very time was told only just now, when it was set or moved: then a reminder would nag."""
    kinds, ids = (
        ["invitation", "new_time", "invitation_changed", "on_paper", "time_agreed"],
        {"ids__conversation": str(conversation.pk)},
    )
    if number:
        kinds, ids = ["follow_up_time"], ids | {"ids__number": str(number)}
    return Mail.objects.filter(kind__in=kinds, created_at__gte=since, **ids).exists()


def is_live(conversation: Conversation) -> bool:
    """Whether the two still are what they were: both here, and the one still leads the other."""
    return all(
        person is not None
        and person.is_active
        and Conversation.objects.of_party(person).filter(pk=conversation.pk).exists()
        for person in (conversation.employee, conversation.supervisor)
    )


# Silence


@nightly(7)
def close_silent() -> None:
    """Tell a month before that a silent conversation closes by itself, and close it when the month is over.

    In the morning rather than with the deletions: a notice at night would wake phones.
    """
    now, silence = timezone.now(), period("conversation_silent_closes")
    expected = FollowUp.objects.filter(conversation=OuterRef("pk"), held_at=None, starts_at__gt=now)
    silent = Conversation.objects.filter(~Exists(expected), closed_on=None)  # a follow-up ahead is no silence
    silent = silent.exclude(status=Conversation.Status.ENDING)
    notice = _notice_after(silence).before(now)
    for pk in silent.filter(silence_noticed_at=None, touched_at__lte=notice).values_list("pk", flat=True):
        _notice(pk, now, silence)
    for pk in silent.filter(silence_noticed_at__lt=now).values_list("pk", flat=True):
        _close(pk, now)


def _notice_after(silence: Period) -> Period:
    """A month before the end, or thirty days where the period has no months."""
    if silence.months:
        return Period(silence.months - 1, silence.days)
    return Period(0, max(silence.days - SILENCE_NOTICE.days, 0))


def _notice(pk: UUID, now: datetime.datetime, silence: Period) -> None:
    with transaction.atomic():
        conversation = _locked(pk)
        if conversation is None or conversation.is_over or conversation.silence_noticed_at:
            return
        if conversation.touched_at > _notice_after(silence).before(now):
            return
        conversation.silence_noticed_at = now
        conversation.save(update_fields=["silence_noticed_at"])
        _tell(conversation, "silence", closes_on=conversation.closes_on)


def _tell(conversation: Conversation, kind: str, **ids: object) -> None:
    """To each party who is still here and still a party."""
    for side in Side:
        person = conversation.person(side)
        if person and person.is_active and Conversation.objects.of_party(person).filter(pk=conversation.pk).exists():
            tell(conversation, side, kind, **ids)


def _close(pk: UUID, now: datetime.datetime) -> None:
    with transaction.atomic():
        conversation = _locked(pk)
        if conversation is None:
            return
        day = conversation.closes_on  # None when a touch in between has reset the silence
        if day and day <= timezone.localdate(now):
            drop_planned(conversation)
            conversation.close()
            _tell(conversation, "closed_by_itself")


# Before it is deleted


@nightly(7)
def tell_before_deletion() -> None:
    """Thirty days before a conversation goes its employee is told, once, so that they can save what they want."""
    today, histories = timezone.localdate(), retention.histories(*kept.NAMES)
    until = today + DELETION_NOTICE
    soon = reduce(or_, (kept.over(name, _midnight_after(histories[name].last_day_over(until))) for name in kept.NAMES))
    told = Reminder.objects.filter(conversation=OuterRef("pk"), kind=Reminder.Kind.DELETION)
    declined = Q(status=Conversation.Status.DECLINED)  # never held: gone in a month, and everybody knows
    rows = Conversation.objects.filter(soon, ~Exists(told)).exclude(declined)
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            conversation = _locked(pk)
            if conversation is None:
                continue
            day = kept.goes_on(conversation, histories)
            Reminder.objects.get_or_create(
                conversation=conversation, kind=Reminder.Kind.DELETION, starts_at=_midnight(day)
            )
            tell(conversation, Side.EMPLOYEE, "deletion_soon")


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), timezone.get_current_timezone())


def _midnight_after(day: datetime.date) -> datetime.datetime:
    return _midnight(day + datetime.timedelta(days=1))


# What was to be on paper


@nightly(7)
def close_papers() -> None:
    """Nobody has said that they have talked on paper: a month after its time it is as not held, and nobody is told."""
    before = timezone.now() - UNSAID
    due = Conversation.objects.ahead().filter(way=Conversation.Way.PAPER, starts_at__lt=before)
    for pk in due.values_list("pk", flat=True):
        with transaction.atomic():
            conversation = _locked(pk)
            if conversation is not None and conversation.is_open and conversation.starts_at < before:
                conversation.close(status=Conversation.Status.DECLINED)


# What one party has ended


@nightly(7)
def close_ended() -> None:
    """Close what one party has ended, once the other's time to open it again is over."""
    due = Conversation.objects.filter(status=Conversation.Status.ENDING, ended_at__lt=timezone.now() - ending.DAYS)
    for pk in due.order_by("ended_at").values_list("pk", flat=True):
        with transaction.atomic():
            conversation = _locked(pk)
            if conversation is not None and ending.is_due(conversation):
                ending.finish(conversation)
