"""A sealed text that several people write: what two write at the same time becomes one text, and nothing is lost.

Each version that a newer one replaces is kept for a while: from it the page that began there can be merged, and in it
its writer finds a sentence that somebody has taken out. See docs/decisions/0024-what-two-write-is-merged.md.
"""

from __future__ import annotations

import datetime
import json
import uuid
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from core.sealed import SealedTextField
from core.texts.limits import problem_of_size
from core.texts.merging import Clash, Merged, merge, moved, sentences, without
from core.texts.versioned import VersionedText
from core.texts.writing import Sent, SentenceClash, Writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from core.access import ReadItem
    from people.models import User

RECENT, MOST_KEPT = 100, 300  # versions of a text: the newest stay as they are, older ones are thinned out
MOST_LETTERS = 2_000_000  # of them together: whoever looks for a sentence reads them all
THIN_EVERY = 50  # versions
MOST_CLASHES = 20  # to choose from; of further ones both versions stay in the text, and nobody is asked
MOST_GONE = 200  # sentences shown
Clashes = list[dict[str, Any]]


class EarlierText(models.Model):
    """A version that a newer one has replaced. Each model says of which text (``of``) and who wrote it (``writer``)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    of: Any
    writer: Any
    number = models.PositiveIntegerField()
    text = SealedTextField()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """No table of its own."""

        abstract = True

    def read_item(self, reader: User) -> ReadItem:
        """As the text's own."""
        item: ReadItem = self.of.read_item(reader)
        return item


@dataclass(frozen=True)
class Gone:
    """A sentence that its writer had saved and that is not in the text any more."""

    text: str
    saved_at: datetime.datetime


class JointText(VersionedText):
    """A text that several write. ``versions`` are an `EarlierText`'s rows."""

    clashes = SealedTextField()  # sentences that two have rewritten, until either chooses: as JSON
    versions: Any
    keeps_versions = True

    class Meta:
        """No table of its own."""

        abstract = True

    # Who writes, as each kind keeps it

    def writer(self) -> Any:
        """Who saved the text as it stands."""
        raise NotImplementedError

    def writer_as(self, user: User) -> Any:
        """The user."""
        raise NotImplementedError

    def writer_name(self, writer: Any) -> str:
        """The name beside a sentence."""
        raise NotImplementedError

    # Saving

    def save_from(self, post: Mapping[str, str], now: Writing, *, by: User, refused: str = "") -> Writing | None:
        """As `VersionedText.save_from`, but two that meet become one text.

        Where the version is not known from which the page began, or the texts are too long, both are shown whole.
        """
        sent = Sent.of(post, now.key)
        merged = self._merged(sent, now, by) if sent and not refused else None
        if sent and merged:
            after: Writing | None = self._save_merged(sent, now, merged, by)
        else:
            after = super().save_from(post, now, by=by, refused=refused)
        if after is None or after.failure:
            return after
        if choice := post.get(f"sentence-{now.key}"):
            after = self._choose(choice, after, by)
        joint = None if self._state.adding else self.pk
        return replace(after, clashes=self.shown_clashes(by), joint=joint)

    def store_over(self, now: Writing, text: str, *, by: User, new: Sequence[dict[str, Any]] = ()) -> None:
        """Save the text and keep the version that it replaces. ``new``: further sentences to choose from."""
        writer, before = self.writer(), now.saved
        if self.clashes or new:
            self._write_clashes([*_followed(self._clashes(by), before, text), *new][:MOST_CLASHES])
        self.store(text, by=by)
        if before:
            self._keep(now.version, before, writer)
        if now.version // THIN_EVERY != self.version // THIN_EVERY:
            self._thin(by)

    def _merged(self, sent: Sent, now: Writing, by: User) -> Merged | None:
        """What was sent, with what was saved meanwhile; None: there is nothing to merge, or no way to."""
        if sent.keep or sent.version == now.version or sent.text == now.saved or self._state.adding:
            return None
        base = self._text_at(sent.version, by)
        return None if base is None else merge(base, now.saved, sent.text)

    def _text_at(self, number: int, by: User) -> str | None:
        """The version that the user's page began from."""
        found = self._opened(self.versions.filter(number=number), by)
        return found[0][1] if found else "" if number == 0 else None

    def _save_merged(self, sent: Sent, now: Writing, merged: Merged, by: User) -> Writing:
        """Save both. What was sent is a version of its own: its page may have gone on from there."""
        if merged.text == now.saved:  # nothing of it is new: its page goes on from what it sent or from where it began
            known = self._number_of(sent, by)
            return replace(now, base=sent.version if known is None else known)
        if problem := problem_of_size(merged.text, now.longest):
            return replace(now, text=sent.text, saved_text=now.saved, problem=problem)
        writers = self.writer(), self.writer_as(by)
        base = self.version = self.version + 1
        self._keep(base, sent.text, writers[1])
        self.store_over(now, merged.text, by=by, new=self._new_clashes(merged, writers))
        at = timezone.now()
        return replace(now, text=merged.text, version=self.version, base=base, edited_at=at, edited_by="")

    def _number_of(self, sent: Sent, by: User) -> int | None:
        """Under which number the user saved the same before, where the answer has not reached them."""
        mine = self.versions.filter(number__gt=sent.version, writer=self.writer_as(by)).order_by("-number")
        return next((row.number for row, text in self._opened(mine, by) if text == sent.text), None)

    def _keep(self, number: int, text: str, writer: Any) -> None:
        self.versions.create(number=number, text=text, writer=writer)

    def _opened(self, rows: Iterable[EarlierText], reader: User) -> list[tuple[EarlierText, str]]:
        """The versions with their texts."""
        found = []
        for row in rows:
            row.of = self
            found.append((row, row.text.open(reader)))
        return found

    # Sentences to choose from

    def shown_clashes(self, reader: User) -> tuple[SentenceClash, ...]:
        """What is to be chosen from. Either may, also later."""
        me = _signature(self.writer_as(reader))
        return tuple(
            SentenceClash(each["id"], [(self.name_of(part), part["text"], part["who"] == me) for part in each["parts"]])
            for each in self._clashes(reader)
        )

    def name_of(self, part: dict[str, Any]) -> str:
        """Whose sentence it is: the name of the moment when they wrote it, where no present one is at hand."""
        return str(part["name"])

    def _clashes(self, reader: User) -> Clashes:
        found: Clashes = json.loads(self.clashes.open(reader) or "[]")
        return found

    def _write_clashes(self, clashes: Clashes) -> None:
        self.clashes = json.dumps(clashes) if clashes else ""

    def _new_clashes(self, merged: Merged, writers: tuple[Any, Any]) -> Clashes:
        return [self._clash(each, writers) for each in merged.clashes[:MOST_CLASHES]]

    def _clash(self, clash: Clash, writers: tuple[Any, Any]) -> dict[str, Any]:
        parts = [
            {"who": _signature(writer), "name": self.writer_name(writer), "text": text}
            for writer, text in zip(writers, (clash.saved, clash.mine), strict=True)
        ]
        return {"id": uuid.uuid4().hex[:8], "parts": parts}

    def _choose(self, choice: str, after: Writing, by: User) -> Writing:
        """Of two sentences the one that was chosen stays, or both do. What the other has chosen already is over."""
        name, _dot, kept = choice.partition(".")
        clashes = self._clashes(by)
        clash = next((each for each in clashes if each["id"] == name), None)
        if clash is None:
            return after
        text = after.saved
        if kept in ("0", "1"):
            text = without(text, clash["parts"][1 - int(kept)]["text"])
        self._write_clashes([each for each in clashes if each is not clash])
        self.store_over(after, text, by=by)
        base = after.version if after.base is None else after.base
        return replace(after, text=text, version=self.version, base=base, edited_at=timezone.now(), edited_by="")

    # What is kept of earlier versions

    def gone(self, reader: User) -> list[Gone]:
        """The reader's own sentences that are not in the text any more, the newest first. Nobody else's.

        At most `MOST_GONE`.
        """
        me, known, mine = self.writer_as(reader), set[str](), list[Gone]()
        for row, text in self._opened(self.versions.order_by("number"), reader):
            new = [each for each in sentences(text) if each not in known]
            known.update(new)
            if row.writer == me:
                mine += [Gone(each, row.saved_at) for each in new]
        now = set(sentences(self.text.open(reader)))
        later = sorted(known | now)
        missed = (each for each in reversed(mine) if each.text not in now and not _is_begun(each.text, later))
        return list(islice(missed, MOST_GONE))

    def _thin(self, by: User) -> None:
        """Drop older versions of which the next one, by the same writer, has everything; and what is too many."""
        rows = self._opened(self.versions.order_by("number"), by)
        older = rows[: max(0, len(rows) - RECENT) + 1]
        going = {
            row.pk for (row, text), (after, more) in pairwise(older) if row.writer == after.writer and _has(more, text)
        }
        staying = [row.pk for row, _text in rows if row.pk not in going]
        going.update(staying[: max(0, len(staying) - MOST_KEPT)])
        letters = 0
        for row, text in reversed(rows):
            letters += len(text) if row.pk not in going else 0
            if letters > MOST_LETTERS:
                going.add(row.pk)
        self.versions.filter(pk__in=going).delete()


def _signature(writer: Any) -> str:
    return str(getattr(writer, "pk", writer))


def _followed(clashes: Clashes, before: str, after: str) -> Clashes:
    """As two sentences are written on. Where one of them is gone, or they are the same now, nothing is to be chosen."""
    if not clashes:
        return []
    found = []
    texts = iter(moved([part["text"] for clash in clashes for part in clash["parts"]], before, after))
    for clash in clashes:
        parts = [part | {"text": next(texts)} for part in clash["parts"]]
        if all(part["text"] for part in parts) and parts[0]["text"] != parts[1]["text"]:
            found.append(clash | {"parts": parts})
    return found


def _is_begun(sentence: str, among: list[str]) -> bool:
    """Whether another sentence goes on from this one: it was saved half written. ``among`` is sorted."""
    at = bisect_left(among, sentence)
    return any(each != sentence and each.startswith(sentence) for each in among[at : at + 2])


def _has(text: str, earlier: str) -> bool:
    """Whether a text has all sentences of an earlier one, or goes on from them."""
    there = sentences(text)
    whole, by_letters = set(there), sorted(there)
    return all(each in whole or _is_begun(each, by_letters) for each in sentences(earlier))
