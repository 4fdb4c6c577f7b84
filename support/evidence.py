"""What this app shows in the evidence report (core/evidence.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.evidence import Written
from support.models import Measure
from support.path.models import WhomToCall

if TYPE_CHECKING:
    from collections.abc import Iterator


def support() -> Iterator[Written]:
    """The library of measures and the support path."""
    count = Measure.objects.approved().count()
    words = ngettext("in use, %(count)d measure", "in use, %(count)d measures", count) % {"count": count}
    yield Written(_("Measures"), words)
    missing = WhomToCall().missing
    used = _("not in use: contacts are missing") if missing else _("in use")
    yield Written(_("Support path, with whom to call"), used)
