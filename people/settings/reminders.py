"""The letter on the week: when, and to whom."""

from __future__ import annotations

import datetime

from django.db import transaction

from core.models import Mail
from core.outbox import send
from core.working_days import working_day_from
from people.models import User
from people.settings.letters import KIND


def is_the_day(today: datetime.date) -> bool:
    """The first working day of its week."""
    return working_day_from(today - datetime.timedelta(days=today.weekday())) == today


def tell_of_the_week(today: datetime.date) -> None:
    """A letter to each one who wants it and has something; once, also when the job runs twice."""
    if not is_the_day(today):
        return
    monday = (today - datetime.timedelta(days=today.weekday())).isoformat()
    for pk in User.objects.active().filter(weekly_letter=True).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            person = User.objects.select_for_update(no_key=True).get(pk=pk)
            if not Mail.objects.filter(to=person, kind=KIND, ids__monday=monday).exists():
                send(KIND, to=person, monday=monday)
