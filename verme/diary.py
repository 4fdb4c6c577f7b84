"""The diary of a training, seminar by seminar, as its page and its autosave show it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core import formats
from verme.models import Seminar, TrainingDiary

if TYPE_CHECKING:
    from people.models import User

LONGEST = 20000  # characters of one seminar's text


@dataclass
class Page:
    """One seminar's text: ``key`` names the fields, and the container ``field-<key>``."""

    seminar: Seminar
    text: str = ""
    version: int = 0
    edited_at: datetime.datetime | None = None
    saved_text: str | None = None  # what was saved elsewhere, when `text` could not be saved over it

    @property
    def key(self) -> str:
        """The seminar's number."""
        return str(self.seminar.number)

    @property
    def status(self) -> str:
        """“Saved at 9.24”, with the day when it was not today."""
        if not self.edited_at:
            return ""
        local = timezone.localtime(self.edited_at)
        today = local.date() == timezone.localdate()
        return _("Saved %(when)s") % {"when": formats.clock(local) if today else formats.moment(local)}


def page(seminar: Seminar, entry: TrainingDiary | None, user: User) -> Page:
    """As it is saved."""
    if entry is None:
        return Page(seminar)
    return Page(seminar, entry.text.open(user), entry.version, entry.edited_at)


def write(seminar: Seminar, *, by: User, text: str, version: int, keep: str) -> Page:
    """Save what was begun from ``version``; when another text was saved meanwhile, both are given back.

    ``keep`` is the choice between two texts: both, mine or theirs.
    """
    entry, _new = TrainingDiary.objects.select_for_update().get_or_create(seminar=seminar, person=by)
    now = page(seminar, entry, by)
    if keep == "theirs":
        text = now.text
    elif keep == "both" and now.text.strip():
        text = f"{now.text.rstrip()}\n\n{text}"
    if text == now.text:
        return now
    if version != entry.version:
        return Page(seminar, text, entry.version, entry.edited_at, saved_text=now.text)
    entry.text, entry.version, entry.edited_at = text, version + 1, timezone.now()
    entry.save()
    return page(seminar, entry, by)
