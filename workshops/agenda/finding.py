"""An agenda for the person who asks for it, and who sees it in words. Every room may use this: it stands on models."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core.formats import clock_range
from workshops.models import Agenda

LONG = datetime.timedelta(hours=9)

if TYPE_CHECKING:
    from core.request import Request
    from workshops.day.start_times import Slot


def visible_agenda(request: Request, pk: UUID) -> Agenda:
    """An agenda that this user sees, with ``can_edit`` and ``placed``."""
    rows = Agenda.objects.visible_to(request.user).with_places().select_related("unit")
    return get_object_or_404(rows, pk=pk)


def led_agenda(request: Request, pk: UUID) -> Agenda:
    """An agenda that this user leads, with ``placed``."""
    rows = Agenda.objects.editable_by(request.user).with_places().select_related("unit")
    return get_object_or_404(rows, pk=pk)


def locked_agenda(request: Request, pk: UUID) -> Agenda:
    """The same, locked, with ``placed`` for a form that comes back."""
    rows = Agenda.objects.editable_by(request.user).with_places().select_related("unit").for_update()
    return get_object_or_404(rows, pk=pk)


def locked_own_agenda(request: Request, pk: UUID) -> Agenda:
    """The same, of those whose day and people its facilitators decide on: not of a hosted one."""
    rows = Agenda.objects.editable_by(request.user).filter(host="").with_places().select_related("unit").for_update()
    return get_object_or_404(rows, pk=pk)


def programme_slots(agenda: Agenda) -> list[Slot]:
    """The planned times with what a page of the programme shows of each block."""
    return agenda.slots(list(agenda.blocks.prefetch_related("attachments")))


def doubt(slots: list[Slot]) -> str:
    """Why these times may be a mistake; "" where they are as days are."""
    if any(slot.over for slot in slots):
        return _("The parts do not fit before a fixed time. Look at it, or publish it all the same.")
    ends = max((slot.end for slot in slots), default=None)
    if ends is not None and ends - slots[0].start > LONG:
        day = clock_range(slots[0].start, ends)
        return _("The day is long: %(day)s. Look at the lengths, or publish it all the same.") % {"day": day}
    return ""


def readers_in_words(agenda: Agenda) -> str:
    """Who sees the programme, for the line under the heading."""
    if host := agenda.host_app:
        return host.readers(agenda)
    if agenda.state == Agenda.State.DRAFT:
        return _("those who lead the workshop. Others see it once it is published.")
    if agenda.open_to == Agenda.OpenTo.EVERYBODY or agenda.unit is None:
        return _("everybody who can sign in.")
    return _("%(unit)s, and those who have signed up.") % {"unit": agenda.unit.name}
