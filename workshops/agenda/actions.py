"""An agenda that follows its host (agenda/hosts.py), and one that is kept to begin from again."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from workshops.agenda.patterns import PATTERNS
from workshops.block.actions import add_first_blocks, plan_of
from workshops.models import Agenda, OwnTemplate

if TYPE_CHECKING:
    from people.models import User

WEEK = datetime.timedelta(weeks=1)


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


def copy(agenda: Agenda, *, by: User) -> Agenda:
    """A draft with the same parts a week or more later, led by whoever copies it. Twice at once is one.

    Files, sign-ups and what was written in group work stay with the day that was held.
    """
    starts_at = agenda.starts_at
    while starts_at <= max(timezone.now(), agenda.starts_at):
        starts_at = timezone.make_aware(timezone.make_naive(starts_at) + WEEK)  # the same time, over a clock change too
    kept: dict[str, Any] = {
        "title": agenda.title,
        "starts_at": starts_at,
        "state": Agenda.State.DRAFT,
        "created_by": by,
    }
    Agenda.objects.for_update().get(pk=agenda.pk)  # two clicks wait for each other
    if (same := Agenda.objects.filter(**kept, host="").first()) is not None:
        return same
    names = ("place", "language", "organiser", "unit", "open_to", "takes_sign_ups", "capacity", "made_from")
    made = Agenda.objects.create(**kept, **{name: getattr(agenda, name) for name in names})
    made.facilitatings.create(person=by)
    add_first_blocks(made, [plan_of(block) for block in agenda.blocks.all()])
    return made
