"""What this app shows in the evidence report (core/evidence.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.evidence import Written
from vatupassi.figures.last import last_release
from vatupassi.models import Occasion

if TYPE_CHECKING:
    from collections.abc import Iterator


def conversations() -> Iterator[Written]:
    """The occasions in use, and that conversations are held: the bands of the last release."""
    for occasion in Occasion.objects.in_use():
        yield Written(occasion.name, _("in use"))
    if told := last_release():
        used = _("people who had a conversation: %(count)s") % {"count": told.held}
        yield Written(_("Figures: %(term)s") % {"term": told.term.title}, used, since=told.released_on)
