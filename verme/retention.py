"""What deletes the rows of Verme when they have outlived their period (core.retention runs it nightly).

Both clocks start when HR closes the season, or on its last day where nobody has closed it.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from core.retention import keeps
from verme.models import (
    Answer,
    Cost,
    DiaryEntry,
    Expectation,
    GroundRules,
    Group,
    GroupMessage,
    Idea,
    Invitation,
    Membership,
    Mentoring,
    Poll,
    Reflection,
    Season,
    SeasonEvent,
    Session,
    SharedText,
    SignUp,
    Survey,
    TextConsent,
    Ticket,
    Training,
    TrainingDiary,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet


def _seasons_over(before: datetime.datetime) -> QuerySet[Season]:
    day = before.date()
    return Season.objects.filter(Q(closed_on__lt=day) | Q(closed_on=None, ends_on__lt=day))


def _over(before: datetime.datetime) -> QuerySet[Group]:
    return Group.objects.filter(season__in=_seasons_over(before).values("pk"))


@keeps("verme_texts", order=45)
def old_verme_texts(before: datetime.datetime) -> int:
    """What was written inside groups, who may read it, and diaries. Approved ideas stay in the kooste."""
    groups, count = _over(before).values("pk"), 0
    for model in (Expectation, SharedText, Reflection, GroundRules, Idea, GroupMessage, TextConsent):
        count += model.objects.filter(group__in=groups).only("pk").delete()[0]  # no text is read for it
    return count + DiaryEntry.objects.filter(session__group__in=groups).delete()[0]


@keeps("verme_texts", order=45)
def old_verme_plans(before: datetime.datetime) -> int:
    """Time polls with their votes, and the sign-ups of those without a place: nothing is looked up in them later."""
    count = Poll.objects.filter(group__in=_over(before).values("pk")).delete()[0]
    without = SignUp.objects.filter(season__in=_seasons_over(before).values("pk")).exclude(state=SignUp.State.PLACED)
    return count + without.delete()[0]


@keeps("verme_kooste", order=46)
def old_verme_sessions(before: datetime.datetime) -> int:
    """Sessions with their attendance and kooste, and who was in the group and led it. Names go with the kooste."""
    groups = _over(before).values("pk")
    count = sum(model.objects.filter(group__in=groups).delete()[0] for model in (Session, Membership, Mentoring))
    return count + SignUp.objects.filter(season__in=_seasons_over(before).values("pk")).delete()[0]


@keeps("verme_kooste", order=47)
def old_verme_costs(before: datetime.datetime) -> int:
    """What was paid for the season: without its meetings it says nothing any more."""
    return Cost.objects.filter(season__in=_seasons_over(before).values("pk")).delete()[0]


@keeps("verme_kooste", order=47)
def old_verme_events(before: datetime.datetime) -> int:
    """The season's closing and the mentors' meeting, with who came."""
    day = before.date()
    over = Q(season__closed_on__lt=day) | Q(season__closed_on=None, season__ends_on__lt=day)
    return SeasonEvent.objects.filter(over, starts_at__lt=before).delete()[0]


def _past(before: datetime.datetime) -> QuerySet[Training]:
    """Trainings whose last day is over so long ago; those that never got days, from when they were made."""
    over = Q(last__lt=before) | Q(last=None, created_at__lt=before)
    return Training.objects.with_period().filter(over)


@keeps("verme_training_diary", order=48)
def old_training_diaries(before: datetime.datetime) -> int:
    """What participants wrote for themselves."""
    ids = list(_past(before).values_list("pk", flat=True))
    return TrainingDiary.objects.filter(seminar__training__in=ids).delete()[0]


@keeps("verme_training", order=49)
def old_trainings(before: datetime.datetime) -> int:
    """The training with its seminars, attendance and tasks. That somebody is a mentor stays in the register."""
    ids = list(_past(before).values_list("pk", flat=True))
    return Training.objects.filter(pk__in=ids).delete()[0]


@keeps("survey_raw", order=47)
def old_answers(before: datetime.datetime) -> int:
    """Raw answers, tickets and who was asked."""
    over = Survey.objects.filter(released_on__lt=before.date()).values("pk")
    return sum(model.objects.filter(survey__in=over).delete()[0] for model in (Answer, Ticket, Invitation))


@keeps("survey_results", order=48)
def old_surveys(before: datetime.datetime) -> int:
    """Released results."""
    return Survey.objects.filter(released_on__lt=before.date()).delete()[0]
