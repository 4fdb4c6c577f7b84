"""The start page, and what the VatuPassi puts there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, Q
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import start
from core.addresses import address
from core.formats import date_only, moment
from core.prepared import prepared
from core.start import Thing
from people.models import User
from people.sign_in.demo_tour import tour_of
from people.statement.short import short
from vatupassi.conversation import ending
from vatupassi.level.picture import Level
from vatupassi.level.questions import Question
from vatupassi.models import Assessment, AssessmentItem, Conversation, Side
from vatupassi.promise.page import promises_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from core.request import Request

MOST = 5  # of each kind: the start page is no list


@prepared(
    related=["occasion"],
    only=[
        *("id", "employee", "supervisor", "employee_name", "supervisor_name", "occasion"),
        *("starts_at", "minutes", "place", "status", "awaiting", "way"),
    ],
)
def _coming(user: User) -> QuerySet[Conversation]:
    """Conversations ahead, and held ones whose follow-up is ahead: one statement for both."""
    mine = Conversation.objects.of_party(user).with_supervisor_reads().with_standing(user)
    mine = mine.filter(Q(status__in=Conversation.WRITABLE) | Q(next_at__isnull=False))
    return mine.order_by(Coalesce("next_at", "starts_at"), "pk")[: MOST * 3]


def conversations(user: User) -> Iterator[Thing]:
    """Answers, coming conversations, memos to confirm and follow-ups: one query."""
    for conversation in _coming(user):
        if conversation.is_open:
            yield _conversation(conversation)
        if conversation.next_at:
            yield _follow_up(conversation, user)


def _follow_up(conversation: Conversation, user: User) -> Thing:
    when = conversation.next_at
    assert when
    if not conversation.supervisor_reads:
        return _changed(conversation, _("Follow-up %(when)s") % {"when": moment(when)}, when)
    return Thing(
        title=_("Follow-up with %(name)s") % {"name": conversation.other_name()},
        text=conversation.occasion.name,
        url=address("follow_up", conversation.pk, conversation.follow_up_number),
        button=_("Open the follow-up"),
        when=when,
        is_due=conversation.side == Side.SUPERVISOR and not conversation.somebody_is_away,
    )


def _ended_by_other(user: User) -> QuerySet[Conversation]:
    mine = Q(employee=user, ended_by=Side.SUPERVISOR) | Q(supervisor=user, ended_by=Side.EMPLOYEE)
    return Conversation.objects.of_party(user).filter(mine, status=Conversation.Status.ENDING)


def has_endings(user: User) -> Exists:
    """Whether `endings` has something to say."""
    return Exists(_ended_by_other(user))


def endings(user: User) -> Iterator[Thing]:
    """Conversations that the other party has ended and that one may open again."""
    for conversation in _ended_by_other(user).order_by("ended_at")[:MOST]:
        assert conversation.ended_at
        words = {"name": conversation.other_name(), "day": date_only(ending.last_day(conversation.ended_at, user))}
        yield Thing(
            title=_("%(name)s has ended your conversation") % words,
            text=_("You can open it again until %(day)s.") % words,
            url=f"{conversation.get_absolute_url()}#ended",
            button=_("Look at it"),
            urgent=True,  # the days are counted
        )


def _conversation(conversation: Conversation) -> Thing:
    other, url = {"name": conversation.other_name()}, conversation.get_absolute_url()
    when, text = conversation.starts_at, _about(conversation)
    if conversation.other_confirmed:
        url = address("conversation_step", conversation.pk, "memo")
        title = _("A memo waits for you: %(name)s") % other
        text = _("%(name)s has confirmed the memo. Read it, and confirm it if it suits you.") % other
        return Thing(title, text, url, _("Read the memo"), when, urgent=True)
    if conversation.is_asked_again and conversation.is_written_here:
        url = address("conversation_step", conversation.pk, "memo")
        title = _("The memo has changed: %(name)s") % other
        text = _("You had confirmed an earlier text. Read this one, and confirm it if it suits you.")
        return Thing(title, text, url, _("Read the memo"), when, urgent=True)
    if not conversation.supervisor_reads:
        return _changed(conversation, _("Conversation %(when)s") % {"when": moment(when)}, when)
    if conversation.awaiting == conversation.side:
        title = _("%(name)s invites you to a conversation") % other
        return Thing(title, text, url, _("Answer"), when, urgent=True)
    title = _("Conversation with %(name)s") % other
    if conversation.awaiting:
        title = _("You have suggested a conversation: %(name)s") % other
    if conversation.has_come and conversation.is_written_here and not conversation.awaiting:
        url = address("conversation_step", conversation.pk, conversation.occasion.steps[0])
    return Thing(title, text, url, conversation.way_in, when)


def _about(conversation: Conversation) -> str:
    """What it is about, how long, where."""
    length = _("%(n)d min") % {"n": conversation.minutes}
    return ", ".join(part for part in (conversation.occasion.name, length, conversation.place) if part)


def _changed(conversation: Conversation, text: str, when: datetime.datetime) -> Thing:
    """For the employee alone: a supervisor who leads them no longer does not find the conversation either."""
    title = _("%(name)s is no longer your supervisor") % {"name": conversation.supervisor_name}
    url = f"{conversation.get_absolute_url()}#changed"
    return Thing(title, text, url, _("Choose how to go on"), when)


@prepared()
def _own_marks(user: User) -> QuerySet[AssessmentItem]:
    """The four of the newest assessment, each with its day."""
    newest = Assessment.objects.visible_to(user).values("pk")[:1]
    return (
        AssessmentItem.objects.visible_to(user)
        .filter(assessment__in=newest)
        .annotate(marked_at=F("assessment__edited_at"))
    )


def own_levels(user: User) -> dict[str, Any]:
    """One's own newest marks in miniature: `levels` in the questions' order and `marked_at`; nothing without any."""
    items = {item.question: item for item in _own_marks(user)}
    if not any(item.now is not None for item in items.values()):
        return {}
    marked_at = next(iter(items.values())).marked_at  # type: ignore[attr-defined]
    return {
        "levels": [Level(question, question.label, now=items[question].now) for question in Question],
        "marked_at": marked_at,
    }


@require_GET
def home(request: Request) -> HttpResponse:
    """What is next for this person, their own levels, and what has been promised."""
    user = request.user
    things, answers = start.things_and_answers(user)
    own, supervises = own_levels(user), user.supervises
    context = {
        "groups": start.grouped(things),
        "own": own,
        "can_suggest": bool(own) or supervises,  # otherwise the one button leads to the first assessment
        "begins_elsewhere": supervises,
        "offers_times": supervises,
        "supervises": supervises,
        "tour": tour_of(request),
        "promises": promises_of(user) if answers["promises"] else None,
        "short": None if user.privacy_told_at else short(),
    }
    return render(request, "vatupassi/home.html", context)
