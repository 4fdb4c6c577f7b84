"""A new name or new tasks, and the end of an employment: the people concerned are told, and the apps above."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.outbox import send
from people.models import SignInChange, SupervisionLine, User
from people.sign_in.actions import end_sessions, void_codes
from people.supervision.actions import telling_of_supervisors
from people.user.models import RENEWS_NAMES, ROLES

BRAKE = 0.05  # of the people: more leavers at a time stop and ask


def renew_names(person: User) -> None:
    """The name or the title may be another now: what is still going on shows the present one."""
    for renew in RENEWS_NAMES:
        renew(person)


_acts_on_ended_employment: list[Callable[[User, User], None]] = []


def when_employment_ends(act: Callable[[User, User], None]) -> None:
    """What an app above does then, in the same transaction: the person, not active any more, and who ended it."""
    _acts_on_ended_employment.append(act)


@transaction.atomic
def end_employment(person: User, *, by: User) -> None:
    """The person can no longer sign in, from the next request on; what they lead ends today, their places are free."""
    today = timezone.localdate()
    lines = SupervisionLine.objects.filter(supervisor=person)
    with telling_of_supervisors(User.objects.below(*lines.live().values_list("unit", flat=True)).exclude(pk=person.pk)):
        person.is_active = person.is_coming = False
        person.hr_until = timezone.now() if person.is_hr else person.hr_until
        if not person.has_usable_password():
            person.set_unusable_password()  # another one: a link sent before opens nothing if they come back
        person.save(update_fields=["is_active", "is_coming", "hr_until", "password"])
        lines.filter(starts_on__gt=today).delete()
        lines.live(today).update(ends_on=today)
    void_codes(person)
    for change in SignInChange.objects.select_for_update().waiting().filter(person=person):
        change.settle(SignInChange.State.VOID, None)
    end_sessions(person)
    for act in _acts_on_ended_employment:
        act(person, by)


def tell_of_tasks(person: User, *, by: User) -> None:
    """Who has a role now, or has none any more: to the person and to all who keep the register."""
    send("role_changed", to=person)
    tasks = {name: getattr(person, name) and person.is_active for name in ROLES}
    for keeper in User.objects.active().filter(Q(is_hr=True) | Q(is_admin=True)).exclude(pk__in=[person.pk, by.pk]):
        send("register_tasks", to=keeper, person=person.pk, by=by.pk, **tasks)
