"""What of the conversations goes when somebody's request to delete their data is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.rights import deletion
from vatupassi.models import Assessment, BoardMark, Conversation, HandOver, Side

if TYPE_CHECKING:
    from people.models import User


def own_assessments(person: User) -> None:
    """What one wrote for oneself."""
    Assessment.objects.filter(owner=person).delete()


def own_items(person: User) -> None:
    """What one marked and shared, on either side. Both confirm anew a text that is still open; a memo is as it was."""
    employee = Q(side=Side.EMPLOYEE, conversation__employee=person)
    mine = BoardMark.objects.filter(employee | Q(side=Side.SUPERVISOR, conversation__supervisor=person))
    touched = list(mine.order_by().values_list("conversation", flat=True).distinct())
    mine.delete()
    rows = Conversation.objects.filter(pk__in=touched)
    rows.update(revision=F("revision") + 1)
    rows.filter(status__in=Conversation.WRITABLE).update(text_revision=F("text_revision") + 1)


def own_summaries(person: User) -> None:
    """What one approved to take along to a next step: their papers hold one's own marks and words."""
    HandOver.objects.filter(conversation__employee=person).delete()


def register() -> None:
    """All three."""
    deletion.register(10, _("your own assessments"), own_assessments)
    deletion.register(20, _("the items and marks that are yours in conversations, not the confirmed memo"), own_items)
    deletion.register(25, _("the summaries that you have approved for a next step, with their PDFs"), own_summaries)
