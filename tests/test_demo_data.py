"""The demo's data loads, whatever day it is, and is alive around it."""

import datetime

import pytest
import time_machine
from django.apps import apps
from django.db.models import Count
from django.utils import timezone

from config import demo
from vatupassi.models import Conversation, FollowUp, Memo, RoundTime
from verme.models import Kooste, Season, Session, SignUp, Survey


@pytest.mark.django_db
@pytest.mark.parametrize(
    "day",
    [
        pytest.param("2026-11-25", marks=pytest.mark.both_databases),
        "2026-11-28",
        "2027-03-28",
        "2027-10-31",
        "2028-02-29",
    ],
)
def test_the_demo_lives_around_any_day(day):
    with time_machine.travel(datetime.datetime.fromisoformat(f"{day}T07:30:00+00:00"), tick=False):
        demo.load()
        now = timezone.now()
        assert Memo.objects.count() == 3
        assert sorted(set(Conversation.objects.values_list("status", flat=True))) == [
            "agreed",
            "closed",
            "confirmed",
            "invited",
        ]
        coming = Conversation.objects.filter(employee__username="aino", status="agreed").get()
        assert 0 < (coming.starts_at - now).days * 24 + (coming.starts_at - now).seconds / 3600 < 96
        assert FollowUp.objects.ahead().filter(starts_at__lt=now).exists()  # one is due
        assert RoundTime.objects.filter(conversation__employee__username="elina").count() == 1
        closed = Season.objects.filter(state=Season.State.CLOSED)
        placed = SignUp.objects.placed().filter(season__in=closed).order_by().values("season").annotate(n=Count("pk"))
        assert sorted(placed.values_list("n", flat=True)) == [11, 11]  # what HR's list says of them
        assert not Kooste.objects.filter(session__group__season__in=closed).exclude(handling="done").exists()
        assert Session.objects.filter(group__season__in=closed, kooste=None).count() == 0
        told = Survey.objects.filter(state=Survey.State.RELEASED)
        assert [(survey.result or {})["enough"] for survey in told] == [True, True, True]
        for session in Session.objects.all():
            assert timezone.localtime(session.starts_at).weekday() < 5
        for conversation in Conversation.objects.all():
            assert timezone.localtime(conversation.starts_at).weekday() < 5
        nothing_has_happened_after(now)


def nothing_has_happened_after(now):
    """What has been marked, written, held or confirmed is not ahead: a page would say of it what is not so."""
    past = ("started_at", "edited_at", "marked_at", "held_at", "confirmed_at", "passed_at")
    ahead = [
        (model.__name__, field.name)
        for model in apps.get_models()
        for field in model._meta.fields
        if field.name in past and model._base_manager.filter(**{f"{field.name}__gt": now}).exists()
    ]
    assert ahead == []
