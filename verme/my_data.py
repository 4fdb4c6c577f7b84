"""What of Verme's tables a person's own export holds."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import formats
from people.my_data.tellings import call, group, leave_out, tell
from verme.models import (
    Attendance,
    CalendarAddress,
    Cost,
    DiaryEntry,
    EventSignUp,
    Expectation,
    GroundRules,
    Group,
    GroupMessage,
    Idea,
    IdeaVote,
    InterimTask,
    Invitation,
    Kooste,
    Membership,
    Mentor,
    Mentoring,
    Poll,
    PollOption,
    PollVote,
    Reflection,
    RuleAcceptance,
    SeasonEvent,
    Seminar,
    SeminarAttendance,
    SeminarDay,
    Session,
    SessionMethod,
    SharedText,
    SharedTextVersion,
    SignUp,
    TaskDone,
    TextConsent,
    Training,
    TrainingDiary,
    TrainingPlace,
)

ARRANGED = "facts of a group, meeting or training that are nobody’s in particular; your own place in it is told"
TOGETHER = "a group’s joint text: all wrote it, nobody’s part can be told apart, and the members read it on its page"
SEASON = _("from the end of the season")


def declare() -> None:
    """Once every app is known."""
    call(Session, lambda row: formats.moment(row.starts_at))
    call(SeminarDay, lambda row: formats.moment(row.starts_at))
    call(PollOption, lambda row: formats.moment(row.starts_at))
    group(
        "verme",
        _("Verme: places and presence"),
        purpose=_("peer groups are put together and meet, and HR knows that they do"),
        seen_by=_("group, mentor and HR"),
        period="verme_kooste",
        since=SEASON,
        order=30,
    )
    group(
        "verme_texts",
        _("Verme: what you wrote"),
        purpose=_("a group works together in confidence"),
        seen_by=_("group and mentor"),
        period="verme_texts",
        since=SEASON,
        order=31,
    )
    group(
        "training",
        _("Verme: mentors’ training"),
        purpose=_("peer mentors are trained and get their certificate"),
        seen_by=_("you, the trainer and HR; the diary only you"),
        period="verme_training",
        since=_("from its last day"),
        order=32,
    )
    tell(SignUp, "verme", _("Where you have signed up"))
    tell(Membership, "verme", _("Groups of which you are a member"), counted=True)
    tell(Mentoring, "verme", _("Groups that you lead"), counted=True)
    tell(Attendance, "verme", _("Where you have been"), counted=True)
    tell(EventSignUp, "verme", _("Events for which you have signed up"))
    tell(Mentor, "verme", _("In the register of mentors"))
    tell(
        CalendarAddress,
        "verme",
        _("Your address for a calendar program"),
        apart={"id": "it is a part of what opens the address; the address itself is on its page"},
    )
    tell(Invitation, "verme", _("Surveys to which you were asked; your answer cannot be joined to you"))
    tell(
        Kooste,
        "verme",
        _("Summaries that you approved"),
        whose=lambda user: Q(approved_by=user),
        apart={"present": "names of others; your own presence is told"},
    )
    mine = {"whose": lambda user: Q(by=user), "counted": True}
    tell(Expectation, "verme_texts", _("Your expectations"), **mine)
    tell(Reflection, "verme_texts", _("Your reflections"), **mine)
    tell(Idea, "verme_texts", _("Ideas that you wrote"), **mine)
    tell(GroupMessage, "verme_texts", _("Messages that you wrote to the group"), **mine)
    tell(DiaryEntry, "verme_texts", _("Your diary as a mentor"), counted=True)
    tell(IdeaVote, "verme_texts", _("Ideas that you agreed to send on"))
    tell(PollVote, "verme_texts", _("Times that suit you"))
    tell(RuleAcceptance, "verme_texts", _("Ground rules that you accepted"))
    tell(
        TextConsent,
        "verme_texts",
        _("Whom you let read what you wrote before"),
        whose=lambda user: Q(giver=user),
    )
    tell(TrainingPlace, "training", _("Trainings"), counted=True)
    tell(SeminarAttendance, "training", _("Seminar days on which you were there"))
    tell(TaskDone, "training", _("Interim tasks"))
    tell(TrainingDiary, "training", _("Your diary of the training"))
    tell(Training, "training", _("Trainings that you lead"), whose=lambda user: Q(trainer=user))
    leave_out(ARRANGED, Group, Session, SessionMethod, Poll, PollOption, SeasonEvent, Seminar, SeminarDay, InterimTask)
    leave_out(TOGETHER, SharedText, SharedTextVersion, GroundRules)
    leave_out("what a season cost: about nobody in particular", Cost)
