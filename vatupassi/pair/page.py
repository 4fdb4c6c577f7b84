"""What two people have held, agreed on and planned with each other, as one of them may open it.

Nothing new is opened here: each reads the conversations that they are a party of and may open by themselves
(`Conversation.objects.of_party`), and a former supervisor so none.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.formats import clock, date_only, short_day
from core.retention import Period
from people.models import User
from vatupassi.conversation.models import Standing
from vatupassi.level.questions import Question
from vatupassi.models import BoardMark, Confirmation, Conversation, Opening, Side
from vatupassi.promise.page import promises_with

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from vatupassi.models import FollowUp
    from vatupassi.promise.page import Promises

TIMELINE = Period(months=12)  # what the page shows at first
PEOPLE = ("employee", "supervisor", "occasion")


def other_of(user: User, pk: UUID) -> User | None:
    """The other one, if a line stands between the two: ``is_below`` or ``is_above`` the reader, or neither.

    None where there is no such person. Whether the page opens is for `Pair` to say: they may have talked before.
    """
    below = User.objects.in_line_of(user).active().filter(pk=OuterRef("pk"))
    above = User.objects.partners_for(user).filter(pk=OuterRef("pk"))
    people = User.objects.visible_to(user).exclude(pk=user.pk).filter(pk=pk).select_related("unit")
    return people.annotate(is_below=Exists(below), is_above=Exists(above)).first()


@dataclass(frozen=True)
class Point:
    """One of the five points on the way of a conversation. state: done, here, or nothing for what lies ahead."""

    title: str
    text: str
    state: str = ""


@dataclass(frozen=True)
class Event:
    """Something held: a conversation or a follow-up."""

    day: datetime.date
    title: str
    text: str
    url: str
    is_follow_up: bool = False


@dataclass(frozen=True)
class Button:
    """The one thing to do now."""

    label: str
    url: str


@dataclass
class Pair:
    """The two, for one of them."""

    reader: User
    other: User
    conversations: list[Conversation]
    promises: Promises
    openings: list[Opening]

    @property
    def is_restricted(self) -> bool:
        """Whether what the two have is only read for now, because the employee has asked for it."""
        employee = self.other if self.leads else self.reader
        return bool(self.conversations) and employee.restricted_since is not None

    @classmethod
    def load(cls, reader: User, other: User) -> Pair | None:
        """None for everybody but two between whom a line stands or who have a conversation that this one may open."""
        rows = Conversation.objects.of_party(reader).between(other).with_supervisor_reads()
        rows = rows.with_standing(reader).exclude(status=Conversation.Status.DECLINED).select_related(*PEOPLE)
        confirmations = Prefetch("confirmations", Confirmation.objects.order_by("at"))
        found = list(rows.prefetch_related("follow_ups", confirmations).order_by("-starts_at", "-pk"))
        if not found and not other.is_below and not other.is_above:  # type: ignore[attr-defined]
            return None
        for conversation in found:
            for follow_up in conversation.follow_ups.all():
                follow_up.conversation = conversation
        live = Opening.objects.editable_by(reader).filter(conversation__in=[each.pk for each in found])
        openings = list(live.with_whole().select_related("reader")) if found else []
        return cls(reader, other, found, promises_with(reader, other), openings)

    @property
    def leads(self) -> bool:
        """Whether the reader is the supervisor of the two: in the newest conversation, or by the line."""
        if self.other.is_below or self.other.is_above:  # type: ignore[attr-defined]
            return bool(self.other.is_below)  # type: ignore[attr-defined]
        return bool(self.conversations) and self.conversations[0].side == Side.SUPERVISOR

    @property
    def has_line(self) -> bool:
        """Whether the two may talk with each other now."""
        return bool(self.other.is_below or self.other.is_above)  # type: ignore[attr-defined]

    def going_on(self) -> list[Conversation]:
        """What lies ahead or goes on, what is next first; one that one of them has ended as long as it may go on."""
        rows = [each for each in self.conversations if each.is_open or each.is_ending or _ahead(each)]
        return sorted(rows, key=lambda each: (each.is_ending, _next_at(each)))

    def events(self) -> Iterator[Event]:
        """What has been held, the newest first."""
        rows = [event for each in self.conversations for event in _events(each, self.reader)]
        return iter(sorted(rows, key=lambda event: event.day, reverse=True))

    def readers(self) -> list[tuple[str, str]]:
        """Who else reads now, and what: names and words."""
        names: dict[str, list[str]] = {}
        days = {each.pk: date_only(each.held_day if each.is_held else each.starts_at) for each in self.conversations}
        for opening in self.openings:
            if opening.is_whole or opening.reads_own or opening.reads_agreed or opening.reads_memo:
                part = _("the whole conversation") if opening.is_whole else _("the employee's own part")
                part = _("only what was agreed") if opening.reads_agreed else part
                part = _("the confirmed memo") if opening.reads_memo else part
                names.setdefault(opening.reader.name, []).append(f"{days[opening.conversation_id]}: {part}")
        return [(name, ", ".join(words)) for name, words in names.items()]

    def to_give(self, new: User) -> list[UUID]:
        """The employee's conversations in which something was agreed that a new supervisor does not read yet."""
        given = Opening.objects.editable_by(self.reader).filter(reader=new, to=Opening.To.SUPERVISOR)
        rows = Conversation.objects.of_party(self.reader).filter(employee=self.reader, supervisor=self.other)
        rows = rows.exclude(status=Conversation.Status.DECLINED).exclude(pk__in=given.values("conversation"))
        return list(rows.filter(agreements__isnull=False).order_by().values_list("pk", flat=True).distinct())

    def shared(self, conversation: Conversation) -> str:
        """Which questions the employee has shared into it."""
        if not conversation.is_open:
            return ""
        marks = BoardMark.objects.visible_to(self.reader).filter(
            conversation=conversation, sitting=0, side=Side.EMPLOYEE
        )
        there = set(marks.values_list("question", flat=True))
        *names, last = [str(question.label) for question in Question if question in there] or [""]
        return _("%(names)s and %(last)s") % {"names": ", ".join(names), "last": last} if names else last


def _ahead(conversation: Conversation) -> FollowUp | None:
    """The follow-up that is planned."""
    if conversation.is_over:
        return None
    return next((row for row in conversation.follow_ups.all() if row.held_at is None), None)


def _next_at(conversation: Conversation) -> datetime.datetime:
    follow_up = None if conversation.is_open else _ahead(conversation)
    return follow_up.starts_at if follow_up else conversation.starts_at


def confirmed_by(conversation: Conversation) -> dict[str, datetime.datetime]:
    """Side → when it said yes to the text as it stands."""
    rows = conversation.confirmations.all()
    return {row.side: row.at for row in rows if row.text_revision == conversation.text_revision}


# ---- The way of one conversation


def way(conversation: Conversation) -> list[Point]:
    """Suggested → answered, and so agreed → held → confirmed → follow-up."""
    is_agreed = conversation.status != Conversation.Status.INVITED
    done = confirmed_by(conversation)
    is_held = conversation.is_held or bool(done)
    return [
        Point(_("Suggested"), short_day(conversation.created_at), "done"),
        Point(
            _("Time agreed") if is_agreed else pgettext("to an invitation", "Answer"),
            _agreed(conversation) if is_agreed else _answer(conversation),
            "done" if is_agreed else "here",
        ),
        Point(
            _("Conversation"),
            _when(conversation, is_held=is_held),
            "done" if is_held else "here" if is_agreed else "",
        ),
        _confirmation(conversation, done, is_held=is_held),
        _follow_up(conversation),
    ]


def _agreed(conversation: Conversation) -> str:
    return short_day(conversation.agreed_on) if conversation.agreed_on else ""


def _answer(conversation: Conversation) -> str:
    words = {"name": conversation.name_of(conversation.awaiting)}
    if conversation.time_refused:
        return _("%(name)s suggests another time") % words
    return _("%(name)s has not answered") % words


def _when(conversation: Conversation, *, is_held: bool) -> str:
    if is_held:
        return short_day(conversation.held_day)
    return f"{short_day(conversation.starts_at)} {clock(conversation.starts_at)}"


def _confirmation(conversation: Conversation, done: dict[str, datetime.datetime], *, is_held: bool) -> Point:
    title = _("Confirmation")
    if not conversation.is_written_here:
        return Point(title, _("on paper"), "done" if conversation.signed_on_paper else "")
    if len(done) == len(Side):
        return Point(title, short_day(max(done.values())), "done")
    if done:
        return Point(title, _("%(name)s has confirmed") % {"name": conversation.name_of(next(iter(done)))}, "here")
    return Point(title, _("each for themselves"), "here" if is_held and conversation.is_open else "")


def _follow_up(conversation: Conversation) -> Point:
    title, ahead = _("Follow-up"), _ahead(conversation)
    if ahead:
        when = f"{short_day(ahead.starts_at)} {clock(ahead.starts_at)}"
        return Point(title, when, "here" if conversation.is_confirmed else "")
    held = [row.held_at for row in conversation.follow_ups.all() if row.held_at]
    if held:
        return Point(title, short_day(max(held)), "done")
    return Point(title, _("if you agree on one"))


@dataclass(frozen=True)
class Row:
    """Something else that is coming or under way."""

    title: str
    text: str
    at: datetime.datetime
    url: str
    standing: Standing


def row(conversation: Conversation) -> Row:
    """In a list: the follow-up that is ahead, or the conversation."""
    ahead, at, name = _ahead(conversation), _next_at(conversation), conversation.occasion.name
    if ahead and not conversation.is_open:
        return Row(_("Follow-up"), name, at, ahead.get_absolute_url(), standing(conversation))
    return Row(name, "", at, conversation.get_absolute_url(), standing(conversation))


def standing(conversation: Conversation) -> Standing:
    """What is so now: of the follow-up that is ahead, or of the conversation."""
    is_held = _ahead(conversation) and not conversation.is_open
    return conversation.follow_up_standing if is_held else conversation.standing


def button(conversation: Conversation) -> Button:
    """The one thing to do with this conversation now, for the side that the query annotated."""
    url = conversation.get_absolute_url()
    if conversation.is_ending:
        return Button(_("Look at it"), f"{url}#ended")
    if not conversation.is_open:
        ahead = _ahead(conversation)
        return Button(_("Open the follow-up"), ahead.get_absolute_url()) if ahead else Button(_("Read the memo"), url)
    if not conversation.supervisor_reads:
        return Button(_("Choose how to go on"), f"{url}#changed")
    if conversation.awaiting:
        return Button(_("Answer") if conversation.awaiting == conversation.side else conversation.way_in, url)
    if not conversation.is_written_here:
        return Button(pgettext("a conversation", "Open"), url)
    done = confirmed_by(conversation)
    memo = reverse("conversation_step", args=[conversation.pk, "memo"])
    if conversation.side in done:
        return Button(_("Read the memo"), memo)
    if done or conversation.is_asked_again:
        return Button(pgettext("the memo", "Confirm"), memo)
    if conversation.has_come:
        url = reverse("conversation_step", args=[conversation.pk, conversation.occasion.steps[0]])
    return Button(conversation.way_in, url)


# ---- Earlier


def _events(conversation: Conversation, reader: User) -> Iterator[Event]:
    for row in conversation.follow_ups.all():
        if row.held_at:
            day = timezone.localdate(row.held_at)
            yield Event(day, _("Follow-up"), conversation.occasion.name, row.get_absolute_url(), is_follow_up=True)
    if not conversation.is_held or conversation.is_ending:
        return
    if conversation.way == Conversation.Way.WITHOUT:
        text = _("Held without the tool.")
        if conversation.signed_on_paper:
            text += " " + _("The memo is on paper.")
    elif len(done := confirmed_by(conversation)) == len(Side):
        text = _("Both confirmed the memo on %(day)s.") % {"day": date_only(max(done.values()))}
    else:
        text = _("Not confirmed. You both can read the text.")
    yield Event(conversation.held_day, conversation.occasion.name, text, conversation.get_absolute_url())
