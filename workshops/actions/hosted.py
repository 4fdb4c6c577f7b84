"""An agenda that follows what an app above decides (workshops/hosts.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workshops.actions import blocks
from workshops.models import Agenda
from workshops.patterns import PATTERNS

if TYPE_CHECKING:
    from people.models import User


def follow(agenda: Agenda | None, host: str, *, pattern: str, by: User | None = None, **fields: Any) -> Agenda:
    """The agenda with these words, this moment and state; a new one, from a ready-made day, where there is none yet.

    ``by`` is named on a new one, so that the programme says who leads it. Nothing changed writes nothing.
    """
    if agenda is None:
        agenda = Agenda.objects.create(host=host, made_from=pattern, created_by=by, **fields)
        blocks.fill(agenda, PATTERNS[pattern].blocks(agenda.language))
        if by is not None:
            agenda.facilitatings.create(person=by)
        return agenda
    agenda = Agenda.objects.for_update().get(pk=agenda.pk)
    changed = [name for name, value in fields.items() if getattr(agenda, name) != value]
    if changed:
        for name in changed:
            setattr(agenda, name, fields[name])
        agenda.version += 1
        agenda.save(update_fields=[*changed, "version"])
    return agenda
