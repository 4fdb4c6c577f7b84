"""Leaving somebody in peace for now, and showing them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vatupassi.models import NotNow

if TYPE_CHECKING:
    from people.models import User


def leave_in_peace(person: User, *, by: User) -> None:
    """No row of the supervisor's list is a duty any more. Twice is once."""
    NotNow.objects.get_or_create(supervisor=by, employee=person)


def show_again(person: User, *, by: User) -> None:
    """As before."""
    NotNow.objects.of(by).filter(employee=person).delete()
