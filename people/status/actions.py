"""Telling those who watch over the site."""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.utils import timezone

from core.models import Mail
from core.outbox import send
from people.user.models import User


def tell_of_break() -> None:
    """Each of them, each night, until it is seen to; a job that is tried again tells nobody twice."""
    tonight = timezone.now() - datetime.timedelta(hours=12)
    told = Mail.objects.filter(kind="access_log_broken", created_at__gt=tonight).values("to")
    watchers = User.objects.active().filter(Q(is_admin=True) | Q(is_data_protection_officer=True))
    for person in watchers.exclude(pk__in=told):
        send("access_log_broken", to=person)
