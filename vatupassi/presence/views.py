"""Who is there: begun by both, seen by both, and by nobody once it is over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.db.models import CharField, Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpResponse
from django.shortcuts import render

from core.prepared import prepared
from core.views import page_or_action
from vatupassi.conversation.board import first_name
from vatupassi.conversation.page import ConversationPage
from vatupassi.models import Conversation, FollowUp, OpenPage
from vatupassi.occasion.steps import SLOTS, STEPS

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import QueryDict

    from core.request import Request
    from people.models import User


READ = ["id", "revision", "status", "employee_name", "supervisor_name"]


@prepared(only=READ)
def _in_talk(user: User, pk: UUID) -> QuerySet[Conversation]:
    """A talk that is being written."""
    talk = Conversation.objects.editable_by(user).written_here().filter(pk=pk)
    return _with_pages(talk, OpenPage.objects.live().filter(sitting=0))


@prepared(only=READ)
def _in_follow_up(user: User, pk: UUID) -> QuerySet[Conversation]:
    """A conversation with a follow-up ahead or going on, of which there is at most one. Adds its ``number``."""
    ahead = FollowUp.objects.ahead().filter(conversation=OuterRef("pk"))
    held = Conversation.objects.of_party(user).written_here().filter(pk=pk, employee__restricted_since=None)
    held = held.annotate(number=Subquery(ahead.values("number")[:1])).exclude(number=None)
    return _with_pages(held, OpenPage.objects.live().filter(sitting=OuterRef("number")))


def _with_pages(found: QuerySet[Conversation], live: QuerySet[OpenPage]) -> QuerySet[Conversation]:
    """What the poll asks: whether this user is seen, and where the other is."""
    pages = live.filter(conversation=OuterRef("pk"))
    place = Concat(F("step"), Value("|"), F("slot"), output_field=CharField())
    others = pages.exclude(side=OuterRef("side")).where_to().values(place=place)[:1]  # type: ignore[attr-defined]
    return found.annotate(is_seen=Exists(pages.filter(side=OuterRef("side"))), others_place=Subquery(others))


@dataclass(frozen=True)
class Together:
    """What the page shows: whether one is seen oneself, and the other, once both are."""

    conversation: Any
    sitting: int  # 0: the talk
    is_seen: bool
    step: str | None  # where the other looks; None: the other is not there
    slot: str = ""

    @classmethod
    def of(cls, request: Request, pk: UUID, sitting: int) -> Together:
        """As it is now, or 404."""
        found: list[Any] = _in_follow_up(request.user, pk) if sitting else _in_talk(request.user, pk)
        if not found or (sitting and found[0].number != sitting):
            raise Http404
        conversation = found[0]
        if not conversation.is_seen or conversation.others_place is None:
            return cls(conversation, sitting, conversation.is_seen, None)
        step, _bar, slot = conversation.others_place.partition("|")
        return cls(conversation, sitting, True, step, slot)

    @property
    def is_here(self) -> bool:
        """Both are seen in the talk."""
        return self.step is not None and not self.sitting

    @property
    def mark(self) -> str:
        """What the page compares."""
        return f"{'yes' if self.is_seen else 'no'} {'-' if self.step is None else f'{self.step} {self.slot}'}"


def _look(request: Request, pk: UUID, number: int = 0) -> HttpResponse:
    """What is new for the page."""
    return _answer(request, request.GET, Together.of(request, pk, number))


def _sign(request: Request, pk: UUID, number: int = 0) -> HttpResponse:
    """A sign of the page: it is open, begins to be seen (``begin``), or is not to be seen any more (``leave``)."""
    before, post = Together.of(request, pk, number), request.POST
    conversation = before.conversation
    is_seen = False
    if "leave" in post:
        OpenPage.leave(conversation, conversation.side)
    else:
        step, slot = _place(number, post)
        is_seen = OpenPage.sign(
            conversation,
            conversation.side,
            _page(post.get("page", "")),
            sitting=number,
            step=step,
            slot=slot,
            begins="begin" in post,
        )
    changed = is_seen != before.is_seen  # otherwise a sign of one's own leaves what one sees as it was
    return _answer(request, post, Together.of(request, pk, number) if changed else before)


def _place(number: int, post: QueryDict) -> tuple[str, str]:
    """The step that the page shows and the slot in which it is written; a follow-up has slots alone."""
    step, slot = post.get("step", ""), post.get("slot", "")
    if number:
        return "", slot if re.fullmatch(rf"follow-up\.{number}\.(word|[0-9a-f]{{32}})", slot) else ""
    return step if step in STEPS else "", slot if slot in SLOTS else ""


def _page(sent: str) -> UUID:
    """The page's own number."""
    try:
        return UUID(sent)
    except ValueError:
        raise BadRequest("no page") from None


def _answer(request: Request, asked: QueryDict, now: Together) -> HttpResponse:
    """204: neither the text (``since``) nor what is seen of the other (``mark``) is new. Otherwise that piece anew.

    While both are seen in a talk a new text comes with it: the texts of the step that the page shows.
    """
    conversation = now.conversation
    is_new = asked.get("since") != str(conversation.revision)
    if not is_new and asked.get("mark") == now.mark:
        return HttpResponse(status=204)
    step = STEPS.get(asked.get("step", ""))
    talk = ConversationPage.texts(conversation, request.user) if is_new and step and now.is_here else None
    context = {
        "conversation": conversation,
        "together": now,
        "of_sitting": now.sitting,
        "name": first_name(conversation.other_name()),
        "at": asked.get("step"),
        "others": STEPS.get(now.step or ""),
        "talk": talk,
        "writings": talk.writings(step) if talk and step else [],
    }
    return render(request, "vatupassi/conversation/_presence.html", context)


presence = page_or_action(_look, _sign)
