"""Assessments, conversations and what is written in them."""

from vatupassi.agreement.models import Agreement, Outcome
from vatupassi.assessment.models import LONGEST_TEXT, Assessment, AssessmentItem
from vatupassi.conversation.models import (
    BoardMark,
    Conversation,
    DifferingView,
    Interpreter,
    InvitationMessage,
    Locked,
    Note,
    NoteVersion,
    Occasion,
    Offer,
    Reminder,
    Restricted,
    Side,
    SupportPerson,
)
from vatupassi.figures.models import FrozenPlace, FrozenUnit, Release, Remainder
from vatupassi.follow_up.models import AgreementReview, FollowUp
from vatupassi.group.models import (
    GroupAgreement,
    GroupConsent,
    GroupDistribution,
    GroupMark,
    GroupNote,
    GroupRemark,
    GroupSession,
    GroupStop,
)
from vatupassi.hand_over.models import HandOver
from vatupassi.memo.models import Confirmation, Memo
from vatupassi.opening.models import Opening
from vatupassi.practice.models import Practice
from vatupassi.presence.models import OpenPage
from vatupassi.round.models import Round, RoundAnswer, RoundTime
from vatupassi.team.models import NotNow

__all__ = [
    "LONGEST_TEXT",
    "Agreement",
    "AgreementReview",
    "Assessment",
    "AssessmentItem",
    "BoardMark",
    "Confirmation",
    "Conversation",
    "DifferingView",
    "FollowUp",
    "FrozenPlace",
    "FrozenUnit",
    "GroupAgreement",
    "GroupConsent",
    "GroupDistribution",
    "GroupMark",
    "GroupNote",
    "GroupRemark",
    "GroupSession",
    "GroupStop",
    "HandOver",
    "Interpreter",
    "InvitationMessage",
    "Locked",
    "Memo",
    "NotNow",
    "Note",
    "NoteVersion",
    "Occasion",
    "Offer",
    "OpenPage",
    "Opening",
    "Outcome",
    "Practice",
    "Release",
    "Remainder",
    "Reminder",
    "Restricted",
    "Round",
    "RoundAnswer",
    "RoundTime",
    "Side",
    "SupportPerson",
]
