"""The memo's step of a conversation: the paper as it will be or was confirmed, and what one decides beside it."""

from __future__ import annotations

from dataclasses import dataclass
from operator import methodcaller
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.texts.versioned import writing_of
from vatupassi.conversation.forms import HeldForm
from vatupassi.level.questions import Question
from vatupassi.memo import confirmation
from vatupassi.memo.content import MemoContent, OpenedView, both_tick, memo_of, tickable
from vatupassi.memo.layout import shown_memo
from vatupassi.models import LONGEST_TEXT, Conversation, DifferingView, Side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.texts.writing import Writing
    from people.models import User
    from vatupassi.memo.content import MemoRows


@dataclass(frozen=True)
class Tick:
    """What comes into the memo only if both tick it: my tick, and what follows from the two."""

    code: str
    title: str
    mine: bool
    follows: str


def ticks(conversation: Conversation) -> list[Tick]:
    """One row for each that the talk can hold, whether or not it does. Nothing is ticked beforehand."""
    titles = {
        "ability": str(Question.ABLE.label),
        "nine": _("Work ability questions"),
        "view": _("The supervisor’s own view"),
    }
    me = Side(conversation.side)
    return [
        Tick(code, titles[code], getattr(conversation, f"{code}_by_{me.value}"), _follows(conversation, code, me))
        for code in tickable(conversation)
    ]


def _follows(conversation: Conversation, code: str, me: Side) -> str:
    name = conversation.name_of(me.other)
    mine, theirs = (getattr(conversation, f"{code}_by_{side.value}") for side in (me, me.other))
    if both_tick(conversation, code):
        return _("is in the memo: both have ticked it")
    if mine:
        return _("left out until %(name)s ticks it, too") % {"name": name}
    words = _("left out; %(name)s has ticked it") if theirs else _("left out; %(name)s has not ticked it")
    return words % {"name": name}


def my_view(view: DifferingView | None, reader: User) -> Writing:
    """What one party wants to be read beside the memo."""
    label = _("If you see something differently, write it here")
    hint = _("It is read beside the memo and changes nothing that was confirmed. You both see it.")
    return writing_of(view, reader, key="differing", label=label, hint=hint, longest=LONGEST_TEXT, rows=1)


def memo_context(conversation: Conversation, reader: User, rows: MemoRows) -> dict[str, Any]:
    """What the memo step shows to one reader."""
    mine = conversation.side
    views = list(conversation.differing_views.all())
    done = confirmation.confirmations_by_side(conversation)
    own = next((view for view in views if view.side == mine), None)
    return {
        "paper": paper(conversation, reader, rows, views),
        "held_form": HeldForm(initial={"held_on": conversation.held_day}),
        "confirmed": [(side, conversation.names[side], done.get(side)) for side in Side],
        "confirmed_before": confirmation.earlier_confirmations(conversation),
        "i_confirmed": mine in done,
        "my_view": my_view(own, reader) if mine else None,
        "ticks": ticks(conversation) if conversation.can_edit else [],
    }


def paper(conversation: Conversation, reader: User, rows: MemoRows, views: Iterable[DifferingView]) -> str:
    """The paper: what was confirmed as it was frozen, otherwise the text as it stands now."""
    opened = methodcaller("open", reader)
    frozen = None if conversation.is_open else conversation.memos.first()
    opened_views = [
        OpenedView(conversation.name_of(view.side), opened(view.text), view.edited_at)
        for view in sorted(views, key=lambda view: view.edited_at)
        if view.text
    ]
    if frozen and frozen.text_revision == conversation.text_revision:
        frozen.conversation = conversation
        content = MemoContent.loads(opened(frozen.content))
        return shown_memo(content, language=frozen.language, draft=False, number=frozen.number, views=opened_views)
    content = memo_of(conversation, opened=opened, rows=rows)
    signed = confirmation.signed(conversation)
    return shown_memo(content, language=conversation.memo_language, draft=True, views=opened_views, signed=signed)
