"""Writing down who was there. The agenda is locked by the caller (``Agenda.objects.for_update``)."""

from __future__ import annotations

from core.names import sort_key
from people.models import User
from workshops.models import Agenda, Presence


def mark_present(agenda: Agenda, person: User, *, present: bool) -> None:
    """One tap: present or not."""
    if present:
        names = {"name": person.list_name, "sort_key": person.sort_key}
        Presence.objects.get_or_create(agenda=agenda, person=person, defaults=names)
    else:
        Presence.objects.filter(agenda=agenda, person=person).delete()


def add_guest(agenda: Agenda, *, last: str, first: str, organisation: str) -> None:
    """Somebody from outside, or who came without signing up. Twice is once."""
    name = f"{last} {first}".strip()
    values = {"sort_key": sort_key(name)[:190]}
    Presence.objects.get_or_create(agenda=agenda, person=None, name=name, organisation=organisation, defaults=values)
