"""What people's data asks of the night."""

import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone

from core.jobs import nightly
from core.outbox import send
from people.actions import ask_second_step
from people.models import Activation, SupervisionLine, User


@nightly(4)
def tell_of_lines_by_date() -> None:
    """Lines start and end by their dates without anybody's act; whoever gets another supervisor today is told."""
    today = timezone.localdate()
    yesterday = today - datetime.timedelta(days=1)
    for line in SupervisionLine.objects.filter(starts_on=today).select_related("supervisor"):
        ask_second_step(line.supervisor)
    units = SupervisionLine.objects.filter(Q(starts_on=today) | Q(ends_on=yesterday)).values_list("unit", flat=True)
    people = User.objects.active().below(*units)
    before, after = people.nearest_supervisors(yesterday), people.nearest_supervisors(today)
    for person in people:
        if before.get(person.pk) != after.get(person.pk):
            send("supervisor_changed", to=person)


@nightly(2, 45)
def forget_what_has_expired() -> None:
    """Codes of old letters, and sessions with their addresses, leave when they are of no more use."""
    Activation.objects.filter(expires_at__lt=timezone.now()).delete()
    SessionStore.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
