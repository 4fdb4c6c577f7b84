"""The distribution of a group's marks: what may be shown of it, how it is drawn, and the room's live parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.sealed import Sealed
from core.texts.versioned import writing_of
from core.texts.writing import Writing
from people.models import User
from rooms.models import Room
from vatupassi.group.actions import standing
from vatupassi.group.models import (
    LEAST,
    LEAST_PASSED,
    GroupConsent,
    GroupMark,
    GroupNote,
    GroupRemark,
    GroupSession,
    GroupStop,
)
from vatupassi.level import picture
from vatupassi.level.questions import Question
from vatupassi.models import LONGEST_TEXT

Open = Callable[[Sealed], str]
HEIGHT = 104  # of the tube, in the drawing's units


@dataclass(frozen=True)
class Bubble:
    """One mark in the drawing. Bubbles are made of numbers, position by position: no order of phones is left."""

    x: float
    y: float
    rx: float
    ry: float


@dataclass(frozen=True)
class Size:
    """How large bubbles are while no pile of the wall has more than ``most``, and how far apart in it."""

    most: int
    rx: float
    ry: float
    step: float


ROWS = 6  # in a column; a larger pile has two
SIZES = (
    Size(3, 30, 12, 26.5),
    Size(4, 28, 9, 20),
    Size(5, 24, 7, 15.8),
    Size(6, 20, 5.8, 13),
    Size(12, 16.5, 5.8, 13),
)
ALONE = Size(1, 34, 24, 0)  # where nearly all stand together


@dataclass(frozen=True)
class Distribution:
    """One level of a group: so many marks at each of the seven positions, or nothing."""

    question: Question
    counts: Sequence[int]  # seven, or none
    most: int = 0  # the largest pile of all four: one size for all bubbles

    @property
    def name(self) -> str:
        """For ids."""
        return self.question.value

    @property
    def is_shown(self) -> bool:
        """Whether there are marks enough."""
        return sum(self.counts) >= LEAST

    @property
    def total(self) -> int:
        """How many marks."""
        return sum(self.counts)

    @property
    def nearly_all(self) -> int | None:
        """The position on which all stand, or all but one: then nothing more exact is said."""
        if self.is_shown:
            for (value, _word), count in zip(picture.POSITIONS, self.counts, strict=True):
                if count >= self.total - 1:
                    return value
        return None

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Position and number of marks in words, for the table."""
        if not self.is_shown:
            return []
        if self.nearly_all is not None:
            return [(picture.position_label(self.nearly_all), _("at least %(share)s") % {"share": "80\u00a0%"})]
        return [
            (str(word), str(count))
            for (_value, word), count in zip(picture.POSITIONS, self.counts, strict=True)
            if count
        ]

    @property
    def words(self) -> str:
        """The distribution as a sentence."""
        if not self.is_shown:
            return _("The group is too small: this is shown when there are at least five marks.")
        return ", ".join(f"{word}: {count}" for word, count in self.rows)

    @property
    def height(self) -> int:
        """Of the drawing."""
        return HEIGHT

    @property
    def largest(self) -> int:
        """The largest pile that is drawn: of all levels, or of this one."""
        return max(self.most, self._own)

    @property
    def _own(self) -> int:
        return max(self.counts) if self.is_shown and self.nearly_all is None else 0

    @property
    def size(self) -> Size | None:
        """How large the bubbles are; None where a pile is so large that words say it."""
        return next((size for size in SIZES if self.largest <= size.most), None)

    @property
    def in_words(self) -> bool:
        """Whether there are more marks than can be drawn."""
        return self.is_shown and self.nearly_all is None and self.size is None

    @property
    def bubbles(self) -> list[Bubble]:
        """Piles round the tube's axis, so that nobody reads columns; one wide one where nearly all stand together."""
        middle = HEIGHT / 2
        if not self.is_shown:
            return []
        if self.nearly_all is not None:
            return [Bubble(picture.x_of(self.nearly_all), middle, ALONE.rx, ALONE.ry)]
        size = self.size
        if size is None:
            return []
        found = []
        for (value, _word), count in zip(picture.POSITIONS, self.counts, strict=True):
            columns = [count] if count <= ROWS else [(count + 1) // 2, count // 2]
            for column, rows in enumerate(columns):
                x = picture.x_of(value) + (column - (len(columns) - 1) / 2) * 2 * (size.rx + 1)
                top = middle - (rows - 1) / 2 * size.step
                found += [Bubble(x, round(top + row * size.step, 2), size.rx, size.ry) for row in range(rows)]
        return found


def distributions(session: GroupSession) -> list[Distribution]:
    """The four levels as they may be shown."""
    found = {row.question: row.counts for row in session.distributions.all()}
    levels = [Distribution(question, found.get(question, [])) for question in Question]
    most = max(level.largest for level in levels)
    return [replace(level, most=most) for level in levels]


@dataclass(frozen=True)
class Column:
    """One row of the table: a position and what each level has there."""

    position: str
    cells: list[str]


def table(levels: Sequence[Distribution]) -> list[Column]:
    """Positions from plus to minus, one column for each level that is shown."""
    shown = [dict(level.rows) for level in levels if level.is_shown]
    words = [str(word) for _value, word in reversed(picture.POSITIONS)]
    return [Column(word, [cells.get(word, "–") for cells in shown]) for word in words] if shown else []


def counted(session: GroupSession) -> list[tuple[str, int]]:
    """How many marks each level has got so far."""
    rows = session.marks.exclude(value=None).values_list("question", flat=True)
    questions = list(rows)
    return [(str(question.label), questions.count(question.value)) for question in Question]


@dataclass(frozen=True)
class Said:
    """What was written to a question, or together."""

    label: str
    text: str


@dataclass(frozen=True)
class Remark:
    """What somebody said of the picture."""

    id: UUID
    text: str


@dataclass(frozen=True)
class Agreed:
    """One agreement, opened."""

    id: UUID
    text: str
    who: str
    due_on: Any


def labels() -> dict[str, str]:
    """The slots of the notes, in order."""
    return {question.value: str(question.label) for question in Question} | {"together": _("Together")}


def said(session: GroupSession, opened: Open) -> list[Said]:
    """What was written to the four questions and to the whole."""
    texts = {row.slot: opened(row.text) for row in session.notes.all()}
    return [Said(label, texts[slot]) for slot, label in labels().items() if texts.get(slot, "").strip()]


def writing(note: GroupNote | None, slot: str, reader: User) -> Writing:
    """One note for the owner to write."""
    return writing_of(note, reader, key=slot, label=labels()[slot], longest=LONGEST_TEXT, is_optional=False)


def writings(session: GroupSession, reader: User) -> list[Writing]:
    """All notes for the owner to write."""
    rows = {row.slot: row for row in session.notes.all()}
    return [writing(rows.get(slot), slot, reader) for slot in labels()]


def agreed(session: GroupSession, opened: Open) -> list[Agreed]:
    """The agreements in order."""
    return [Agreed(row.pk, opened(row.text), opened(row.who), row.due_on) for row in session.agreements.all()]


def remarks(rows: Iterable[GroupRemark], opened: Open) -> list[Remark]:
    """What was said of the picture, opened."""
    return [Remark(row.pk, opened(row.text)) for row in rows]


def shown(session: GroupSession, opened: Open) -> dict[str, Any]:
    """Everything that a page, a phone, the projector and the paper show of a session."""
    levels = distributions(session) if session.revealed else []
    marks = counted(session)
    return {
        "session": session,
        "room": session.room,
        "phones": session.room.phones.count(),
        "levels": levels,
        "shown_levels": [level for level in levels if level.is_shown],
        "table": table(levels),
        "counted": marks,
        "ready": any(count >= LEAST for _question, count in marks),
        "how_many": session.consents.count(),  # one row for each phone that has marked
        "written": said(session, opened),
        "agreements": agreed(session, opened),
        "remarks": remarks(session.remarks.all(), opened),
        "may_remark": session.room.is_open and any(level.is_shown for level in levels),
        "least": LEAST,
        "offered": offered(session),
        "standing": standing(session) if session.offer and not session.passed_at else None,
        "can_ask": session.revealed and any(level.total >= LEAST_PASSED for level in levels),
        "least_passed": LEAST_PASSED,
    }


@dataclass(frozen=True)
class Offered:
    """One level as HR gets it: positions from plus to minus, with their shares in words."""

    question: Question
    rows: list[tuple[str, str]]


def offered(session: GroupSession) -> list[Offered]:
    """The levels that the group passes on, or is asked about."""
    found = []
    for question in Question:
        percents = (session.offer or {}).get(question.value)
        if percents:
            nearly = sum(1 for one in percents if one) == 1
            pairs = reversed([pair for pair in zip(picture.POSITIONS, percents, strict=True) if pair[1]])
            rows = [
                (str(word), (_("at least %(share)s") if nearly else "%(share)s") % {"share": f"{share}\u00a0%"})
                for (_value, word), share in pairs
            ]
            found.append(Offered(question, rows))
    return found


def in_the_room(text: Sealed) -> str:
    """For those who have joined: nobody that we could name. See docs/decisions/0004-rooms.md."""
    return str(text.open_as_system("shown in the room to those who have joined it"))


def context_of(room: Room) -> dict[str, Any] | None:
    """What the room's parts are drawn from."""
    session = GroupSession.objects.of_room(room).select_related("room").first()
    return None if session is None else shown(session, in_the_room)


def live(room: Room, part: str) -> str | None:
    """A part of the page, the same for everybody in the room (rooms.kinds.Kind.live)."""
    context = context_of(room) if part in ("phone", "marking", "board", "screen") else None
    return None if context is None else render_to_string(f"vatupassi/group/_{part}.html", context)


def purge(rooms: list[UUID]) -> int:
    """Delete the marks and answers of these rooms, and which remarks are of one phone (rooms.kinds.Kind.purge)."""
    GroupRemark.objects.filter(session__room__in=rooms).update(phone="")
    return sum(
        model.objects.filter(session__room__in=rooms).delete()[0] for model in (GroupMark, GroupConsent, GroupStop)
    )
