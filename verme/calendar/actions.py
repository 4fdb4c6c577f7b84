"""Making and ending the addresses that calendar programs fetch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from core.jobs import nightly
from verme.models import CalendarAddress

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def make(*, by: User) -> CalendarAddress:
    """A new address; the one before it opens nothing any more."""
    CalendarAddress.objects.of(by).delete()
    return CalendarAddress.objects.create(person=by)


def take_away(*, by: User) -> None:
    """No address any more. Twice is once."""
    CalendarAddress.objects.of(by).delete()


def end_all() -> int:
    """After a restore: an address that was taken away since would open again."""
    return CalendarAddress.objects.all().delete()[0]


@nightly(2, 50)
def end_without_right() -> None:
    """The right of some has ended. (Each fetch asks for it, too; this keeps a later right from waking the address.)"""
    CalendarAddress.objects.dead().delete()
