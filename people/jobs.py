"""What people's data asks of the night, and the name under which jobs may still wait after an upgrade.

The schedules hold the paths of these functions: they stay here.
"""

import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.jobs import every_minute, nightly
from core.outbox import send
from core.retention import dispose, period
from people.models import Activation, EarlierSupervisor, MyDataExport, SupervisionLine, User
from people.my_data.jobs import make_my_data
from people.my_data.reminders import offer_copies
from people.register.actions import end_employment, tell_of_tasks
from people.roster.jobs import save_import
from people.second_person.actions import carry_out_alone
from people.settings.reminders import tell_of_the_week
from people.sign_in.jobs import send_password_link

__all__ = [
    "begin_and_end_by_date",
    "carry_out_what_waited_alone",
    "forget_exports",
    "forget_what_has_expired",
    "forget_who_was_away",
    "make_my_data",
    "save_import",
    "send_password_link",
    "tell_of_lines_by_date",
]


@nightly(4)
def tell_of_lines_by_date() -> None:
    """Lines start and end by their dates without anybody's act; whoever gets another supervisor today is told."""
    today = timezone.localdate()
    yesterday = today - datetime.timedelta(days=1)
    units = SupervisionLine.objects.filter(Q(starts_on=today) | Q(ends_on=yesterday)).values_list("unit", flat=True)
    people = User.objects.active().below(*units)
    before, after = people.nearest_supervisors(yesterday), people.nearest_supervisors(today)
    EarlierSupervisor.note(before, after)
    for person in people.in_open_units():
        if before.get(person.pk) != after.get(person.pk):
            send("supervisor_changed", to=person)


@nightly(0, 40)
def forget_who_was_away() -> None:
    """When it is over, nothing tells that somebody was away."""
    User.objects.filter(away_until__lt=timezone.localdate()).update(away_from=None, away_until=None)


@nightly(7, 15)
def offer_copies_to_leavers() -> None:
    """In the morning, before the last day."""
    offer_copies(timezone.localdate())


@nightly(7, 30)
def letters_on_the_week() -> None:
    """In the morning of the first working day; they wait for the end of the quiet hours like any letter."""
    tell_of_the_week(timezone.localdate())


@nightly(0, 20)
def begin_and_end_by_date() -> None:
    """Employments begin and end on the days that a file or HR has said; the last person of HR stays."""
    today = timezone.localdate()
    for pk in User.objects.active().filter(ends_on__lt=today).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            person = User.objects.select_for_update(no_key=True).get(pk=pk)
            others = User.objects.active().filter(is_hr=True).exclude(pk=pk)
            if person.is_hr and not others.exists():
                continue
            end_employment(person, by=person)
            if person.has_role:
                tell_of_tasks(person, by=person)
    for pk in User.objects.filter(is_coming=True, starts_on__lte=today).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            begun = User.objects.filter(pk=pk, is_coming=True).update(is_active=True, is_coming=False)
            for person in User.objects.filter(pk=pk, unit__is_open=True).exclude(email="") if begun else ():
                if not person.is_in_use:
                    send("activation", to=person)


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


@every_minute
def forget_exports() -> None:
    """A copy of somebody's data goes when its day is over: a night is too long to wait."""
    if MyDataExport.objects.filter(asked_at__lt=period("my_data_export").before(timezone.now())).exists():
        dispose(only="my_data_export")
