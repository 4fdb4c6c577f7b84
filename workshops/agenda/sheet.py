"""The list of workshops as a table for a spreadsheet: what the page shows and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import long_sheets
from core.formats import moment
from core.jobs import task
from workshops.agenda.page import Asked, listed
from workshops.facilitator.models import may_facilitate
from workshops.models import Agenda

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User


@task(queue_name="slow")
def make_workshop_sheet(order_id: str) -> None:
    """A long one, for whoever has ordered it; for who leads no workshops any more it has no rows."""
    long_sheets.make(order_id, lambda by, asked: sheet_of(by, Asked.of(asked)))


def sheet_of(by: User, asked: Asked) -> tuple[list[str], Iterator[list[Any]]]:
    """Heads and rows. The statements do not grow with the rows but by the thousand."""
    heads = [
        *(pgettext("a workshop", "Time"), _("Programme"), _("Unit"), _("Place"), pgettext("a workshop", "Led by")),
        *(pgettext("a workshop", "Who takes part"), _("Places"), pgettext("a workshop", "State")),
    ]
    return heads, _rows(by, asked)


def _rows(by: User, asked: Asked) -> Iterator[list[Any]]:
    if not may_facilitate(by):
        return
    agendas: Any = listed(by, asked)
    for agenda in agendas.iterator(chunk_size=1000):
        yield [
            moment(agenda.starts_at),
            agenda.title,
            agenda.unit.name if agenda.unit else "",
            agenda.place,
            ", ".join(row.person.name for row in agenda.facilitatings.all()),
            agenda.placed if agenda.takes_sign_ups else "",
            agenda.capacity if agenda.takes_sign_ups and agenda.capacity is not None else "",
            state_of(agenda),
        ]


def state_of(agenda: Agenda) -> str:
    """As the list says it, without the reader's own place."""
    if agenda.state != Agenda.State.PUBLISHED:
        return str(agenda.get_state_display())
    if agenda.is_running:
        return _("on now")
    return _("held") if agenda.ended_at else str(agenda.get_state_display())
