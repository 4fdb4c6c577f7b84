"""An agenda for the person who asks for it, and who sees it in words. Every room may use this: it stands on models."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from workshops.models import Agenda

if TYPE_CHECKING:
    from core.request import Request
    from workshops.day.start_times import Slot


def visible_agenda(request: Request, pk: UUID) -> Agenda:
    """An agenda that this user sees, with ``can_edit``."""
    return get_object_or_404(Agenda.objects.visible_to(request.user).select_related("unit"), pk=pk)


def led_agenda(request: Request, pk: UUID) -> Agenda:
    """An agenda that this user leads."""
    return get_object_or_404(Agenda.objects.editable_by(request.user).select_related("unit"), pk=pk)


def locked_agenda(request: Request, pk: UUID) -> Agenda:
    """The same, locked."""
    rows = Agenda.objects.editable_by(request.user).select_related("unit").for_update()
    return get_object_or_404(rows, pk=pk)


def locked_own_agenda(request: Request, pk: UUID) -> Agenda:
    """The same, of those whose day and people its facilitators decide on: not of a hosted one."""
    rows = Agenda.objects.editable_by(request.user).filter(host="").select_related("unit").for_update()
    return get_object_or_404(rows, pk=pk)


def programme_slots(agenda: Agenda) -> list[Slot]:
    """The planned times with what a page of the programme shows of each block."""
    return agenda.slots(list(agenda.blocks.prefetch_related("attachments")))


def readers_in_words(agenda: Agenda) -> str:
    """Who sees the programme, for the line under the heading."""
    if host := agenda.host_app:
        return host.readers(agenda)
    if agenda.state == Agenda.State.DRAFT:
        return _("those who lead the workshop. Others see it once it is published.")
    if agenda.open_to == Agenda.OpenTo.EVERYBODY or agenda.unit is None:
        return _("everybody who can sign in.")
    return _("%(unit)s, and those who have signed up.") % {"unit": agenda.unit.name}
