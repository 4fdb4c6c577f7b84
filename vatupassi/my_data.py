"""What of conversations and assessments a person's own export holds.

The joint fields of a conversation are in it whole, for each of the two who may open it. The other's own is not: their
items and notes, their differing view, a view that has not been shared. docs/privacy.md says each with its reason.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import formats, retention
from people.my_data.tellings import call, group, leave_out, tell
from vatupassi.level.questions import Question
from vatupassi.models import (
    Agreement,
    AgreementReview,
    Assessment,
    AssessmentItem,
    BoardMark,
    Confirmation,
    Conversation,
    DifferingView,
    FollowUp,
    FrozenPlace,
    FrozenUnit,
    GroupAgreement,
    GroupNote,
    GroupRemark,
    GroupSession,
    HandOver,
    Interpreter,
    InvitationMessage,
    Memo,
    Note,
    NoteVersion,
    NotNow,
    Offer,
    Opening,
    OpenPage,
    Practice,
    Remainder,
    Reminder,
    Round,
    RoundAnswer,
    RoundTime,
    Side,
    SupportPerson,
)
from vatupassi.occasion.steps import SLOTS

if TYPE_CHECKING:
    from people.models import User


def _conversations(user: User) -> Q:
    """Those that the person may open today as one of the two: a former supervisor's are the employee's alone."""
    return Q(pk__in=Conversation.objects.of_party(user).order_by().values("pk"))


def _in_conversations(user: User) -> Q:
    return Q(conversation__in=Conversation.objects.of_party(user).order_by().values("pk"))


def _own_side(user: User) -> Q:
    employee = Q(side=Side.EMPLOYEE, conversation__employee=user)
    return (employee | Q(side=Side.SUPERVISOR, conversation__supervisor=user)) & _in_conversations(user)


def _marks(user: User) -> Q:
    """One's own, and for the employee the supervisor's view of an item that the employee has shared."""
    shared = BoardMark.objects.filter(
        conversation=OuterRef("conversation"),
        sitting=OuterRef("sitting"),
        question=OuterRef("question"),
        side=Side.EMPLOYEE,
    )
    return _own_side(user) | Q(Exists(shared), side=Side.SUPERVISOR, conversation__employee=user)


def _brought(user: User) -> Q:
    return Q(conversation__employee=user)


def _slot(row: Note, user: User) -> str:
    """The heading over the note."""
    if row.slot in SLOTS:
        question = row.slot.partition(".")[0]
        over = f"{Question(question).label}: " if question in Question.values else ""
        return f"{over}{SLOTS[row.slot].label}"
    return gettext("Follow-up")


def _memo(row: Memo, user: User) -> Any:
    """The confirmed content, as it is kept."""
    text = row.content.open(user)
    return json.loads(text) if text else None


def _day_of(row: Conversation) -> str:
    """By its day, as the list of readers tells one from another."""
    return formats.day(row.held_on or row.starts_at)


def _light_and_longest() -> str:
    """What is kept for less, and that nothing is kept for longer."""
    found = {name: retention.period(name).words for name in ("conversation_light", "conversation_longest")}
    words = gettext("; a light one %(conversation_light)s; at most %(conversation_longest)s from the day held")
    return words % found


def _longer() -> str:
    """What an employee may choose."""
    return gettext("; %(period)s if you have chosen so") % {"period": retention.period("assessment_longer").words}


def declare() -> None:
    """Once every app is known."""
    call(Conversation, _day_of)
    call(Assessment, lambda row: formats.day(row.started_at))
    call(FollowUp, lambda row: formats.day(row.starts_at))
    call(Round, lambda row: formats.day(row.created_at))
    group(
        "assessments",
        _("Own assessments"),
        purpose=_("a person thinks over how work is going, alone"),
        seen_by=_("only you"),
        period="assessment_unshared",
        since=_("from the last edit"),
        besides=_longer,
        order=10,
    )
    group(
        "conversations",
        _("Conversations and memos"),
        purpose=_("strain is noticed early, and what helps is agreed on and followed up"),
        seen_by=_("you and the person you talk with"),
        period="conversation",
        since=_("from the end of the conversation"),
        besides=_light_and_longest,
        order=20,
    )
    tell(Assessment, "assessments", _("Own assessments"), counted=True)
    tell(AssessmentItem, "assessments", _("Marks and notes"))
    tell(Conversation, "conversations", _("Conversations"), whose=_conversations, counted=True)
    tell(Note, "conversations", _("What you wrote together"), values={"slot": _slot})
    tell(Agreement, "conversations", _("What you agreed"))
    tell(BoardMark, "conversations", _("Marks and views"), whose=_marks)
    tell(InvitationMessage, "conversations", _("Messages with invitations"))
    tell(DifferingView, "conversations", _("Your differing view"), whose=_own_side)
    tell(FollowUp, "conversations", _("Follow-ups"))
    tell(AgreementReview, "conversations", _("How each agreement stood"))
    tell(Confirmation, "conversations", _("Confirmations"), whose=_in_conversations)
    tell(
        Memo,
        "conversations",
        _("Memos as you both confirmed them"),
        values={"content": _memo},
        apart={"pdf": "drawn from the content, which is told; the paper itself is on the conversation’s page"},
    )
    tell(SupportPerson, "conversations", _("Support people whom you brought"), whose=_brought)
    tell(Interpreter, "conversations", _("Interpreters whom you brought"), whose=_brought)
    tell(
        Opening,
        "conversations",
        _("Read access that you gave or were given"),
        whose=lambda user: Q(conversation__employee=user) | Q(reader=user),
    )
    tell(
        HandOver,
        "conversations",
        _("Summaries that went onward with you"),
        whose=_brought,
        apart={"pdf": "drawn from what is told; the paper itself is on the conversation’s page"},
    )
    tell(Offer, "conversations", _("Conversations that were offered to you"), whose=lambda user: Q(employee=user))
    tell(
        Round,
        "conversations",
        _("Rounds that you offered or were invited to"),
        whose=lambda user: (
            Q(supervisor=user) | Q(pk__in=Round.invited.through.objects.filter(user=user).values("round"))
        ),
    )
    tell(
        RoundTime,
        "conversations",
        _("Times of rounds that you offered or booked"),
        whose=lambda user: Q(round__supervisor=user) | Q(conversation__employee=user),
        apart={"conversation": "a conversation stands in its own row, where the person may open it"},
    )
    tell(RoundAnswer, "conversations", _("Your answers to rounds"))
    tell(Round.invited.through, "conversations", _("Invitations to rounds"))
    tell(NotNow, "conversations", _("Who is left in peace for now"))
    tell(GroupSession, "rooms", _("Group VatuPassi that you began"), whose=lambda user: Q(owner=user))
    leave_out(
        "how a joint text stood before: what stands is told whole, and these go when it is confirmed", NoteVersion
    )
    leave_out("so that nobody is reminded twice; the reminders themselves are among the notices", Reminder)
    leave_out("who has a talk open this very moment: gone in seconds", OpenPage)
    leave_out("an exercise with an invented person: gone the next night at the latest, and only you open it", Practice)
    leave_out("the employer’s structure at a term’s end, until its figures are told", FrozenUnit)
    leave_out("your unit and supervisor at a term’s end, until its figures are told", FrozenPlace)
    leave_out("what a deleted conversation counts in a term: nobody knows whose it was", Remainder)
    leave_out("what a group wrote together in a room: nobody knows who wrote what", GroupNote)
    leave_out("what somebody wrote in a room without a name: nobody knows who", GroupRemark)
    leave_out("what a group agreed on together in a room: nobody knows who wrote what", GroupAgreement)
