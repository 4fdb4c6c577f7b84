"""A sealed text with a version, which saves itself while it is written and keeps both texts when two meet."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from core.sealed import SealedTextField
from core.texts.limits import problem_of_size
from core.texts.writing import Sent, SentenceClash, Writing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from people.models import User


class VersionedText(models.Model):
    """A text that is written in several pages, by one person or by several. Each model says whose it is."""

    text = SealedTextField()
    version = models.PositiveIntegerField(default=0)
    keeps_versions = False

    class Meta:
        """No table of its own."""

        abstract = True

    def save_from(self, post: Mapping[str, str], now: Writing, *, by: User, refused: str = "") -> Writing | None:
        """Save what a form sends of this text and give back what its page shows after that; None: it sends nothing.

        ``now`` is the text as it stands, by `writing_of`; the caller has locked what keeps others from writing it.
        ``refused`` tells why nothing is saved here any more. The same text sent twice is saved once.
        """
        after, text = weighed(post, now, refused=refused)
        if after is None or text is None:
            return after
        self.store_over(now, text, by=by)
        return replace(now, text=text, saved_text=None, version=self.version, edited_at=timezone.now(), edited_by="")

    def store_over(self, now: Writing, text: str, *, by: User) -> None:
        """Save the text in the place of what stands there (``now``)."""
        self.store(text, by=by)

    def store(self, text: str, *, by: User) -> None:
        """Save the text as the next version."""
        self.text, self.version = text, self.version + 1
        self.save()

    def last_saved(self, reader: User) -> tuple[datetime.datetime | None, str]:
        """When the text was saved, and by whom where that was somebody else than the reader."""
        return None, ""

    def shown_clashes(self, reader: User) -> tuple[SentenceClash, ...]:
        """Sentences that two have rewritten, where several write (`core.texts.joint`)."""
        return ()


def weighed(post: Mapping[str, str], now: Writing, *, refused: str = "") -> tuple[Writing | None, str | None]:
    """What the page shows after a form has sent a text, and the text that is to be stored; None: nothing is."""
    sent = Sent.of(post, now.key)
    if sent is None:
        return None, None
    saved, text, is_newest = now.saved, sent.chosen(now.saved), sent.version == now.version
    if text == saved:
        return replace(now, text=saved, saved_text=None), None
    # Where two have met both stay on the page, also when the choice cannot be saved: they may not fit into one
    met = saved if sent.keep or not is_newest else now.saved_text
    if problem := refused or problem_of_size(text, now.longest):
        return replace(now, text=sent.text, saved_text=met, problem=problem), None
    if not is_newest:
        return replace(now, text=sent.text, saved_text=saved), None
    return replace(now, text=text, saved_text=None), text


def writing_of(row: VersionedText | None, reader: User, *, key: str, **shown: Any) -> Writing:
    """The text as its page shows it. ``shown``: label, hint, rows, longest."""
    shown["by_several"] = row is not None and row.keeps_versions
    if row is None or row._state.adding:
        return Writing(key, **shown)
    at, by = row.last_saved(reader)
    shown |= {"edited_at": at, "edited_by": by, "clashes": row.shown_clashes(reader)}
    joint = row.pk if row.keeps_versions else None
    return Writing(key, text=row.text.open(reader), version=row.version, joint=joint, **shown)
