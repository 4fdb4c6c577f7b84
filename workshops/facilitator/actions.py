"""Naming who leads a workshop, and taking somebody off.

The agenda is locked by the caller (``Agenda.objects.for_update``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from core.outbox import send
from people.models import User
from workshops.models import Agenda, GroupWork, HandedOver

if TYPE_CHECKING:
    from django.db.models import QuerySet


def name_leader(agenda: Agenda, person: User, *, by: User) -> None:
    """Somebody leads the workshop from now on. They are told, and so is by name whoever has led it. Twice is once."""
    row, new = agenda.facilitatings.get_or_create(person=person)
    if not new:
        return
    send("workshop_leader", to=person, agenda=agenda.pk)
    for other in leaders_and_owners(agenda).exclude(pk__in=[person.pk, by.pk]):
        was_at = agenda.starts_at.isoformat()
        send("workshop_new_leader", to=other, agenda=agenda.pk, leader=row.pk, by=by.pk, was_at=was_at)


def remove_leader(agenda: Agenda, person: User, *, by: User) -> None:
    """Somebody leads it no more, and is told unless they did it themselves. What groups wrote for them stays theirs.

    What others have handed over to them was for this time: whoever is named again is handed it over anew.
    """
    HandedOver.objects.filter(work__block__agenda=agenda, person=person).delete()
    if agenda.facilitatings.filter(person=person).delete()[0] and person != by:
        was_at = agenda.starts_at.isoformat()  # a later time is not theirs to know
        send("workshop_leads_no_more", to=person, agenda=agenda.pk, by=by.pk, was_at=was_at)


def leaders_and_owners(agenda: Agenda) -> QuerySet[User]:
    """Who is named on it, whether or not they may still lead it, and whose group work is in it."""
    named = agenda.facilitatings.values("person")
    owners = GroupWork.objects.filter(block__agenda=agenda).values("owner")
    return User.objects.active().filter(Q(pk__in=named) | Q(pk__in=owners))
