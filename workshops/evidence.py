"""What this app shows in the evidence report (core/evidence.py)."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.evidence import Written
from workshops.models import Agenda, ClockEvent

if TYPE_CHECKING:
    from collections.abc import Iterator

YEAR = datetime.timedelta(days=365)


def workshops() -> Iterator[Written]:
    """How many workshops were held in a year, and what stands on the organisation's annual clock."""
    held = Agenda.objects.filter(ended_at__gte=timezone.now() - YEAR).count()
    words = ngettext("%(count)d held in twelve months", "%(count)d held in twelve months", held) % {"count": held}
    yield Written(_("Workshops and meetings with an agenda"), words)
    count = ClockEvent.objects.on_clock_of(None).count()
    words = ngettext("in use, %(count)d thing on it", "in use, %(count)d things on it", count) % {"count": count}
    yield Written(_("Annual clock of the organisation"), words if count else _("empty"))
