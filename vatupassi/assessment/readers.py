"""Who sees what of an own assessment: the copies that its owner has shared of it, and whom they are open to today."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.prepared import prepared
from vatupassi.conversation.models import supervisor_reads
from vatupassi.level.questions import Question
from vatupassi.models import Assessment, BoardMark, Opening, Side

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from people.models import User

Copies = dict[str, dict[str, bool]]  # reader's name → question → whether the note is in the copy


@prepared(related=["conversation"])
def _copies(user: User) -> QuerySet[BoardMark]:
    mine = BoardMark.objects.visible_to(user).filter(conversation__employee=user, sitting=0, side=Side.EMPLOYEE)
    opened = Opening.objects.live().filter(conversation=OuterRef("conversation"))
    return mine.annotate(reads=supervisor_reads("conversation__"), is_opened=Exists(opened))


def copies_of(assessment: Assessment | None, user: User) -> Copies:
    """Who can read which items of this assessment now. One query, one more where a conversation is open to others."""
    found: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    if assessment is None:
        return found
    marks = [mark for mark in _copies(user) if mark.marked_at >= assessment.started_at]  # others are of earlier ones
    others = _others({mark.conversation_id for mark in marks if mark.is_opened})  # type: ignore[attr-defined]
    for mark in marks:
        names = [mark.conversation.supervisor_name] if mark.reads else []  # type: ignore[attr-defined]
        for name in [*names, *others[mark.conversation_id]]:
            found[name][mark.question] = bool(mark.text) or found[name].get(mark.question, False)
    return found


def _others(opened: set[UUID]) -> defaultdict[UUID, list[str]]:
    """Conversation → who reads it beside the two."""
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    if opened:
        for row in Opening.objects.live().with_whole().filter(conversation__in=opened).select_related("reader"):
            if row.is_whole or row.reads_own:
                found[row.conversation_id].append(row.reader.name)
    return found


def told(copies: Copies) -> str:
    """For the line "Seen by": who sees how much."""
    if not copies:
        return _("only you.")
    parts = []
    for name, items in copies.items():
        sees = ngettext("%(name)s sees %(count)d item", "%(name)s sees %(count)d items", len(items))
        parts.append(sees % {"name": name, "count": len(items)})
    everything = {question for items in copies.values() for question in items} >= set(Question)
    return ", ".join(parts) + ("." if everything else ", " + _("the others only you."))


def told_of(copies: Copies, question: str) -> list[str]:
    """Beside one item: each reader and whether the note is seen too; empty where only its owner sees it."""
    lines = []
    for name, items in copies.items():
        if question in items:
            sees = _("%(name)s sees this and the note") if items[question] else _("%(name)s sees this")
            lines.append(sees % {"name": name})
    return lines
