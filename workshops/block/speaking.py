"""When somebody speaks: for the programme's own page, the list of workshops and the start page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workshops.models import Block

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable
    from uuid import UUID

    from people.models import User
    from workshops.day.start_times import Slot
    from workshops.models import Agenda


def speaks_at(slots: Iterable[Slot], user: User) -> datetime.datetime | None:
    """When the first slot begins in which the user speaks. A slot's ``key`` is its block."""
    return next((slot.start for slot in slots if slot.key.is_spoken_by(user)), None)  # type: ignore[attr-defined]


def speaking_times(agendas: Iterable[Agenda], user: User) -> dict[UUID, datetime.datetime]:
    """When the user speaks first in each of these where they do. One query."""
    found = {agenda.pk: agenda for agenda in agendas}
    spoken = Block.objects.spoken_by(user).filter(agenda__in=list(found)).values("agenda")
    blocks: dict[UUID, list[Block]] = {}
    for block in Block.objects.visible_to(user).filter(agenda__in=spoken):
        blocks.setdefault(block.agenda_id, []).append(block)
    times = {pk: speaks_at(found[pk].slots(rows), user) for pk, rows in blocks.items()}
    return {pk: at for pk, at in times.items() if at}
