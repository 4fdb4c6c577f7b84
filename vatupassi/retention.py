"""What deletes the rows of this app when they have outlived their period (core.retention runs it nightly)."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone

from core.jobs import nightly
from core.retention import keeps
from vatupassi.figures import remainders
from vatupassi.figures.models import Release, Remainder
from vatupassi.follow_up.actions import free_calendars
from vatupassi.memo import kept
from vatupassi.models import Assessment, Conversation, Memo, NotNow, Offer, Practice, Round, Side

if TYPE_CHECKING:
    from django.db.models import QuerySet

CHUNK = 100  # conversations deleted at a time, so that memory stays small


@keeps("assessment_unshared")
def old_assessments(before: datetime.datetime) -> int:
    """Own assessments, counted from the last edit. What was shared of them lives with the conversation."""
    return _assessments(Assessment.objects.filter(edited_at__lt=before, kept_longer=False))


@keeps("assessment_longer")
def older_assessments(before: datetime.datetime) -> int:
    """Those whose owner keeps them longer, from the last edit too."""
    return _assessments(Assessment.objects.filter(edited_at__lt=before, kept_longer=True))


def _assessments(over: QuerySet[Assessment]) -> int:
    return over.delete()[1].get("vatupassi.Assessment", 0)


@keeps("conversation_declined", order=40)
def declined_conversations(before: datetime.datetime) -> int:
    """What was not held, with everything in it. That a supervisor offered it is counted, and seen by nobody any more.

    One that was confirmed before it was opened again and then declined has a memo: that is kept as any memo.
    """
    memos = Exists(Memo.objects.filter(conversation=OuterRef("pk")))
    declined = Conversation.objects.filter(~memos, status=Conversation.Status.DECLINED).order_by()
    over = declined.filter(closed_on__lt=before.date(), employee__restricted_since=None)
    count = 0
    while found := list(over.select_related("employee__unit")[:CHUNK]):
        Offer.objects.bulk_create(
            Offer(
                employee_id=one.employee_id,
                occasion_id=one.occasion_id,
                unit_name=_unit(one),
                offered_on=timezone.localdate(one.created_at),
                supervisor_id=one.supervisor_id,
            )
            for one in found
            if one.started_by == Side.SUPERVISOR and not one.is_denied
        )
        Conversation.objects.filter(pk__in=[one.pk for one in found]).delete()
        count += len(found)
    return count


def _unit(conversation: Conversation) -> str:
    """The same unit by the same name, whatever the language of the memo was."""
    unit = conversation.employee.unit
    if unit and conversation.unit_name == unit.name_in(conversation.memo_language):
        return unit.name_in("fi")
    return conversation.unit_name


@keeps("offer")
def old_offers(before: datetime.datetime) -> int:
    """What was counted, and whom a supervisor has left in peace for so long."""
    offers = Offer.objects.filter(offered_on__lt=before.date()).delete()[0]
    return offers + NotNow.objects.filter(since__lt=before.date()).delete()[0]


@keeps("conversation", order=41)
def old_conversations(before: datetime.datetime) -> int:
    """Closed conversations with everything in them: shared copies, notes, agreements, follow-ups, memos and PDFs."""
    return _delete(Conversation.objects.filter(kept.over("conversation", before)))


@keeps("conversation_light", order=41)
def old_light_conversations(before: datetime.datetime) -> int:
    """The same of light occasions."""
    return _delete(Conversation.objects.filter(kept.over("conversation_light", before)))


@keeps(kept.LONGEST, order=41)
def longest_conversations(before: datetime.datetime) -> int:
    """Whatever was held so long ago, also if it still goes on."""
    return _delete(Conversation.objects.filter(kept.over(kept.LONGEST, before)))


def _delete(rows: QuerySet[Conversation]) -> int:
    over = rows.filter(employee__restricted_since=None).order_by()
    remainders.keep(over)
    count = 0
    while found := list(over.values_list("pk", flat=True)[:CHUNK]):
        free_calendars(found)
        Conversation.objects.filter(pk__in=found).delete()
        count += len(found)
    return count


@keeps("round", order=42)
def old_rounds(before: datetime.datetime) -> int:
    """Times offered to a team. A conversation that came of one lives its own life."""
    return Round.objects.filter(created_at__lt=before).delete()[1].get("vatupassi.Round", 0)


@keeps("figures", order=43)
def old_figures(before: datetime.datetime) -> int:
    """Released figures, and what was frozen for those that nobody ever asked for."""
    return Release.objects.filter(last_day__lt=before.date()).delete()[1].get("vatupassi.Release", 0)


@keeps("remainder", order=44)
def old_remainders(before: datetime.datetime) -> int:
    """What deleted conversations left to a term whose figures nobody has asked for."""
    over = [row.pk for row in Remainder.objects.only("year", "half") if row.term.last_day < before.date()]
    return Remainder.objects.filter(pk__in=over).delete()[0]


@nightly(2, 35)
def forget_practices() -> None:
    """What was begun before today. No rule of `keeps`: the disposal log would tell HR that somebody practises."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    Practice.objects.filter(started_at__lt=midnight).delete()
