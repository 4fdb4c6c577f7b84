"""What people's data asks of the night, and the name under which jobs may still wait after an upgrade.

The schedules hold the paths of these functions: they stay here.
"""

import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone

from core.jobs import every_minute, nightly
from core.outbox import send
from people.models import Activation, EarlierSupervisor, SupervisionLine, User
from people.second_person.actions import carry_out_alone
from people.sign_in.jobs import send_password_link

__all__ = ["carry_out_what_waited_alone", "forget_what_has_expired", "send_password_link", "tell_of_lines_by_date"]


@nightly(4)
def tell_of_lines_by_date() -> None:
    """Lines start and end by their dates without anybody's act; whoever gets another supervisor today is told."""
    today = timezone.localdate()
    yesterday = today - datetime.timedelta(days=1)
    units = SupervisionLine.objects.filter(Q(starts_on=today) | Q(ends_on=yesterday)).values_list("unit", flat=True)
    people = User.objects.active().below(*units)
    before, after = people.nearest_supervisors(yesterday), people.nearest_supervisors(today)
    EarlierSupervisor.note(before, after)
    for person in people:
        if before.get(person.pk) != after.get(person.pk):
            send("supervisor_changed", to=person)


@every_minute
def carry_out_what_waited_alone() -> None:
    """Where nobody may be the second person, seven days have passed."""
    carry_out_alone()


@nightly(2, 45)
def forget_what_has_expired() -> None:
    """Codes of old letters, and sessions with their addresses, leave when they are of no more use."""
    Activation.objects.filter(expires_at__lt=timezone.now()).delete()
    SessionStore.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
