"""Coming into a group that is going on: never by one's own hand, and everybody inside is told who came and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.outbox import send
from verme.group.models import everybody
from verme.models import TextConsent

if TYPE_CHECKING:
    from people.models import User
    from verme.models import Group


class Oneself(Exception):
    """Nobody names or places themselves: somebody else has to do it."""


def require_another(person: User, *, by: User) -> None:
    """Refuse when somebody acts on themselves."""
    if person.pk == by.pk:
        raise Oneself


def introduce(group: Group, newcomer: User, *, by: User, kind: str) -> None:
    """Tell everybody else inside who came and who decided it. A consent of an earlier time in the group is void."""
    TextConsent.objects.filter(group=group, newcomer=newcomer).delete()
    for person in everybody(group):
        if person != newcomer:
            send(kind, to=person, group=group.pk, newcomer=newcomer.pk, by=by.pk)
