"""What workshops put on a person's start page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import gettext as _

from core.formats import clock
from core.start import Thing
from workshops.block.models import agendas_spoken_at
from workshops.block.speaking import speaks_at
from workshops.models import Agenda

if TYPE_CHECKING:
    from collections.abc import Iterator

    from people.models import User
    from workshops.agenda.models import AgendaQuerySet

MOST = 2  # the start page is no list


def _mine(user: User) -> AgendaQuerySet:
    return (Agenda.objects.of(user) | agendas_spoken_at(user)).ahead().filter(ended_at=None)


def has_workshops(user: User) -> Exists:
    """Whether `things` may have something to say."""
    return Exists(_mine(user))


def things(user: User) -> Iterator[Thing]:
    """The next workshops that the person leads, speaks or has a place in, the running one first: two queries."""
    for agenda in _mine(user).visible_to(user).prefetch_related("blocks")[:MOST]:
        running = agenda.is_running
        page = ("agenda_run" if agenda.can_edit else "agenda_now") if running else ""
        draft = agenda.can_edit and agenda.state == Agenda.State.DRAFT
        at = speaks_at(agenda.slots(), user)
        speaks = _("You speak at %(time)s") % {"time": clock(at)} if at else ""
        yield Thing(
            title=_("Workshop: %(title)s") % {"title": agenda.title},
            text=_("On now.") if running else " · ".join(filter(None, (speaks, agenda.place))),
            url=reverse(page or ("agenda_build" if draft else "agenda_detail"), args=[agenda.pk]),
            button=_("Continue the programme") if draft else _("Open the day") if running else _("Open the programme"),
            when=agenda.starts_at,
            urgent=running and agenda.can_edit,
        )
