"""What exists in Verme, cut by subject."""

from verme.models.costs import Cost
from verme.models.events import EventSignUp, SeasonEvent
from verme.models.mentors import Mentor, Mentoring
from verme.models.messages import GroupMessage
from verme.models.polls import Poll, PollOption, PollVote
from verme.models.reminders import SessionReminder
from verme.models.season import Group, Membership, Season, SignUp
from verme.models.sessions import Attendance, DiaryEntry, Idea, IdeaVote, Kooste, Session, SessionMethod
from verme.models.survey import Answer, Invitation, Survey, Ticket
from verme.models.texts import Expectation, GroundRules, MentoringConsent, Reflection, RuleAcceptance, SharedText
from verme.models.training import (
    InterimTask,
    Seminar,
    SeminarAttendance,
    SeminarDay,
    TaskDone,
    Training,
    TrainingPlace,
)
from verme.models.training_diary import TrainingDiary

__all__ = [
    "Answer",
    "Attendance",
    "Cost",
    "DiaryEntry",
    "EventSignUp",
    "Expectation",
    "GroundRules",
    "Group",
    "GroupMessage",
    "Idea",
    "IdeaVote",
    "InterimTask",
    "Invitation",
    "Kooste",
    "Membership",
    "Mentor",
    "Mentoring",
    "MentoringConsent",
    "Poll",
    "PollOption",
    "PollVote",
    "Reflection",
    "RuleAcceptance",
    "Season",
    "SeasonEvent",
    "Seminar",
    "SeminarAttendance",
    "SeminarDay",
    "Session",
    "SessionMethod",
    "SessionReminder",
    "SharedText",
    "SignUp",
    "Survey",
    "TaskDone",
    "Ticket",
    "Training",
    "TrainingDiary",
    "TrainingPlace",
]
