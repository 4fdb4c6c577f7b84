"""What exists in Verme, cut by subject."""

from verme.calendar.models import CalendarAddress
from verme.cost.models import Cost
from verme.diary.models import DiaryEntry, TrainingDiary
from verme.event.models import EventSignUp, SeasonEvent
from verme.group.models import Group, Membership, Mentoring, SignUp
from verme.idea.models import Idea, IdeaVote
from verme.kooste.models import Kooste
from verme.mentor.models import Mentor
from verme.message.models import GroupMessage
from verme.newcomer.models import TextConsent
from verme.poll.models import Poll, PollOption, PollVote
from verme.reflection.models import Reflection
from verme.rules.models import GroundRules, RuleAcceptance
from verme.season.models import Season
from verme.session.models import Attendance, Session, SessionMethod, SessionReminder
from verme.survey.models import Answer, Invitation, Survey, Ticket
from verme.text.models import Expectation, SharedText, SharedTextVersion
from verme.training.models import InterimTask, Seminar, SeminarAttendance, SeminarDay, TaskDone, Training, TrainingPlace

__all__ = [
    "Answer",
    "Attendance",
    "CalendarAddress",
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
    "SharedTextVersion",
    "SignUp",
    "Survey",
    "TaskDone",
    "TextConsent",
    "Ticket",
    "Training",
    "TrainingDiary",
    "TrainingPlace",
]
