"""Assessments, conversations and what is written in them."""

from vatupassi.models.agreements import Agreement, AgreementReview, FollowUp, Outcome
from vatupassi.models.assessment import LONGEST_TEXT, Assessment, AssessmentItem, Conflict
from vatupassi.models.conversation import Conversation, Locked, Side
from vatupassi.models.group import GroupAgreement, GroupConsent, GroupDistribution, GroupMark, GroupNote, GroupSession
from vatupassi.models.memo import Confirmation, Memo
from vatupassi.models.occasions import Occasion
from vatupassi.models.openings import HandOver, Opening, Round, RoundTime
from vatupassi.models.reminders import Reminder
from vatupassi.models.texts import BoardMark, DifferingView, Fork, Note

__all__ = [
    "LONGEST_TEXT",
    "Agreement",
    "AgreementReview",
    "Assessment",
    "AssessmentItem",
    "BoardMark",
    "Confirmation",
    "Conflict",
    "Conversation",
    "DifferingView",
    "FollowUp",
    "Fork",
    "GroupAgreement",
    "GroupConsent",
    "GroupDistribution",
    "GroupMark",
    "GroupNote",
    "GroupSession",
    "HandOver",
    "Locked",
    "Memo",
    "Note",
    "Occasion",
    "Opening",
    "Outcome",
    "Reminder",
    "Round",
    "RoundTime",
    "Side",
]
