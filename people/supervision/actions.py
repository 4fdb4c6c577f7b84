"""Telling those who get another supervisor, and the apps above."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.outbox import send
from people.models import EarlierSupervisor, User


def _nearest_supervisors(people: Iterable[UUID]) -> dict[UUID, UUID | None]:
    return User.objects.active().filter(pk__in=list(people)).nearest_supervisors()


def _yesterday() -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=1)


_acts_on_new_lines: list[Callable[[], None]] = []


def when_lines_change(act: Callable[[], None]) -> None:
    """What an app above does when somebody may lead others than before, in the same transaction."""
    _acts_on_new_lines.append(act)


@contextmanager
def telling_of_supervisors(people: "QuerySet[User]") -> Iterator[None]:
    """Tell those of these people whose nearest supervisor is another after the block than before it.

    Who led them before is kept, also until yesterday by the dates of the lines: the night may not have come yet.
    """
    with transaction.atomic():
        before = _nearest_supervisors(people.values_list("pk", flat=True))
        yesterday = User.objects.filter(pk__in=before).nearest_supervisors(_yesterday())
        yield
        for act in _acts_on_new_lines:
            act()
        after = _nearest_supervisors(before)
        EarlierSupervisor.note(yesterday, after)
        EarlierSupervisor.note(before, after)
        changed = [pk for pk, supervisor in after.items() if before[pk] != supervisor]
        for person in User.objects.filter(pk__in=changed):
            send("supervisor_changed", to=person)
