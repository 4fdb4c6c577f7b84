"""An agenda that follows its host (agenda/hosts.py), and one that is kept to begin from again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from workshops.agenda.patterns import PATTERNS
from workshops.block.actions import add_first_blocks, plan_of
from workshops.models import Agenda, OwnTemplate

if TYPE_CHECKING:
    from people.models import User


def follow_host(agenda: Agenda | None, host: str, *, pattern: str, by: User | None = None, **fields: Any) -> Agenda:
    """The agenda with these words, this moment and state; a new one, from a ready-made day, where there is none yet.

    ``by`` is named on a new one, so that the programme says who leads it. Nothing changed writes nothing.
    """
    if agenda is None:
        agenda = Agenda.objects.create(host=host, made_from=pattern, created_by=by, **fields)
        add_first_blocks(agenda, PATTERNS[pattern].blocks(agenda.language))
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


def save_as_template(agenda: Agenda, name: str, *, by: User) -> None:
    """The blocks without day and files. The same name again replaces it."""
    values = {
        "language": agenda.language,
        "starts": timezone.localtime(agenda.starts_at).time(),
        "blocks": [plan_of(block) for block in agenda.blocks.all()],
        "saved_at": timezone.now(),
    }
    OwnTemplate.objects.update_or_create(owner=by, name=name, defaults=values)
