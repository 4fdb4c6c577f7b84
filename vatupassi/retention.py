"""What deletes the rows of this app when they have outlived their period (core.retention runs it nightly)."""

import datetime

from django.db.models import Exists, OuterRef

from core.retention import keeps, period
from vatupassi.models import Assessment, Conversation, Memo, Note, Round

CHUNK = 100  # conversations deleted at a time, so that memory stays small


@keeps("assessment_unshared")
def old_assessments(before: datetime.datetime) -> int:
    """Own assessments, counted from the last edit. What was shared of them lives with the conversation."""
    return Assessment.objects.filter(edited_at__lt=before).delete()[1].get("vatupassi.Assessment", 0)


@keeps("conversation_declined", order=40)
def declined_texts(before: datetime.datetime) -> int:
    """What was written and marked for conversations that were not held. That they were planned stays.

    One that was confirmed before it was opened again and then declined has a memo: that is kept as any memo.
    """
    texts = Exists(Note.objects.filter(conversation=OuterRef("pk")))
    memos = Exists(Memo.objects.filter(conversation=OuterRef("pk")))
    declined = Conversation.objects.filter(texts, ~memos, status=Conversation.Status.DECLINED)
    over = list(declined.filter(closed_on__lte=last_day("conversation_declined", before)))
    for conversation in over:
        conversation.follow_ups.all().delete()
        for rows in ("notes", "forks", "marks", "agreements", "differing_views", "confirmations", "hand_overs"):
            getattr(conversation, rows).all().delete()
        Conversation.objects.filter(pk=conversation.pk).update(
            place="", video_link="", support_name="", support_role=""
        )
    return len(over)


@keeps("conversation", order=41)
def old_conversations(before: datetime.datetime) -> int:
    """Closed conversations with everything in them: shared copies, notes, agreements, follow-ups, memos and PDFs."""
    over = Conversation.objects.filter(closed_on__lte=last_day("conversation", before)).order_by()
    count = 0
    while found := list(over.values_list("pk", flat=True)[:CHUNK]):
        Conversation.objects.filter(pk__in=found).delete()
        count += len(found)
    return count


@keeps("round", order=42)
def old_rounds(before: datetime.datetime) -> int:
    """Times offered to a team. A conversation that came of one lives its own life."""
    return Round.objects.filter(created_at__lt=before).delete()[1].get("vatupassi.Round", 0)


def last_day(name: str, before: datetime.datetime) -> datetime.date:
    """The last starting day whose period is over, so that the job deletes on the very day that the pages show.

    Months are of unequal length: 24 months from 29 February 2028 are over on 28 February 2030, though 28 February 2030
    less 24 months is a day earlier.
    """
    kept, day = period(name), before.date()
    over = kept.after(day)
    while kept.after(day + datetime.timedelta(days=1)) <= over:
        day += datetime.timedelta(days=1)
    return day
