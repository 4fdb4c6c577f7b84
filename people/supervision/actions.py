"""Telling those who get another supervisor, and the apps above."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from core.outbox import send
from people.models import EarlierSupervisor, SupervisionLine, User


def _nearest_supervisors(people: Iterable[UUID]) -> dict[UUID, UUID | None]:
    return User.objects.active().filter(pk__in=list(people)).nearest_supervisors()


def _yesterday() -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=1)


class OwnTeam(Exception):
    """Whoever does this would become somebody's supervisor by it: another has to do it."""


def _led_ahead(user: User, people: Iterable[UUID]) -> set[UUID]:
    """Of these people those whose nearest supervisor the user is today, or will be by the dates of the lines."""
    today = timezone.localdate()
    ahead = SupervisionLine.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    if not ahead.filter(supervisor=user, kind=SupervisionLine.Kind.SUPERVISOR).exists():
        return set()
    rows = User.objects.active().filter(pk__in=list(people))
    over_them = ahead.filter(unit__below__unit__in=rows.values("unit")).distinct()
    days = {today}
    for starts_on, ends_on in over_them.values_list("starts_on", "ends_on"):
        days |= {starts_on, ends_on + datetime.timedelta(days=1)} if ends_on else {starts_on}
    led = [rows.nearest_supervisors(day) for day in days if day >= today]
    return {person for found in led for person, supervisor in found.items() if supervisor == user.pk}


_acts_on_new_lines: list[Callable[[], None]] = []


def when_lines_change(act: Callable[[], None]) -> None:
    """What an app above does when somebody may lead others than before, in the same transaction."""
    _acts_on_new_lines.append(act)


@contextmanager
def telling_of_supervisors(people: "QuerySet[User]", *, by: User | None = None) -> Iterator[None]:
    """Tell those of these people whose nearest supervisor is another after the block than before it.

    Who led them before is kept, also until yesterday by the dates of the lines: the night may not have come yet.
    Raises `OwnTeam` when ``by`` would lead one of them whom they did not lead before, and nothing is done then.
    """
    with transaction.atomic():
        before = _nearest_supervisors(people.values_list("pk", flat=True))
        yesterday = User.objects.filter(pk__in=before).nearest_supervisors(_yesterday())
        led = _led_ahead(by, before) if by else set()
        yield
        if by and _led_ahead(by, before) - led:
            raise OwnTeam
        for act in _acts_on_new_lines:
            act()
        after = _nearest_supervisors(before)
        EarlierSupervisor.note(yesterday, after)
        EarlierSupervisor.note(before, after)
        changed = [pk for pk, supervisor in after.items() if before[pk] != supervisor]
        for person in User.objects.filter(pk__in=changed).in_open_units():
            send("supervisor_changed", to=person)
