"""The spirit level as data: its seven words, one question's marks, the picture's geometry and the same in words.

Pure: no models, no requests. The control, the picture and its history (components/level.html)
and the memo are all drawn from these, on screen and in PDF alike.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from vatupassi.level.questions import Position

Words = str | Promise  # a word may wait for the reader's language

POSITIONS: tuple[tuple[int, Words], ...] = tuple(Position.choices)
NOT_MARKED = gettext_lazy("not marked")
_WORDS = dict(POSITIONS)

# The drawing's units: a tube 560 wide whose positions stand 76 apart, so that a bubble at the end stays inside.
WIDTH, MIDDLE, GAP = 560, 280, 76
TUBE_HEIGHT, RAIL_HEIGHT, RAIL_Y = 54, 34, 71
STEP_SPACE, TRIANGLE_SPACE = 22, 26


def x_of(value: int) -> int:
    """The x of a position in the drawing."""
    return MIDDLE + GAP * value


def position_label(value: int | None) -> str:
    """The words of a position, "not marked" for none."""
    return str(NOT_MARKED if value is None else _WORDS[value])


# What a control repeats for each position is the same for everybody, so each process makes it once.
@functools.lru_cache(maxsize=1024)
def _radios(language: str | None, name: str, checked: int | None) -> SafeString:
    radio = '<label><input type="radio" name="{}" value="{}"{}><span>{}</span></label>'
    marked = {checked: mark_safe(" checked")}
    return format_html_join("", radio, ((name, value, marked.get(value, ""), label) for value, label in POSITIONS))


@functools.lru_cache
def _shown_words(language: str | None) -> SafeString:
    return format_html_join("", '<span data-word="{}">{}</span>', POSITIONS)


@dataclass(frozen=True)
class Dot:
    """An agreed step in the drawing: a circle, filled when done."""

    x: float
    done: bool


@dataclass(frozen=True)
class Picture:
    """Where the marks of one level stand in the drawing; None where there is no such mark."""

    height: int
    now: int | None
    target: int | None
    other: int | None
    previous: int | None
    rail: tuple[float, float] | None
    dots: tuple[Dot, ...]
    middle: int = MIDDLE
    ticks: str = "".join(f"M{x_of(value)} 40v7" for value, _words in POSITIONS)

    @property
    def covered(self) -> bool:
        """Whether the last mark stands under the present bubble and must be drawn wider to be seen."""
        return self.previous is not None and self.previous == self.now


@dataclass(frozen=True)
class Level:
    """One question's level: what is marked now, where to, and what else to show on it.

    `name` is the prefix of the form's fields: `<name>-now` and `<name>-target`.
    """

    name: str
    question: Words
    hint: Words = ""
    now: int | None = None
    target: int | None = None
    with_target: bool = True
    previous: int | None = None
    previous_label: Words = ""
    other: int | None = None
    other_label: Words = ""
    disabled: bool = False
    steps: Sequence[bool] = ()
    now_label: Words = ""
    prompt: Words = ""  # what to do while nothing is marked
    as_ring: bool = False  # `now` is a supervisor's mark, drawn as a ring, and `other` the employee's

    @property
    def now_radios(self) -> SafeString:
        """The control's seven buttons of the present mark."""
        return _radios(get_language(), f"{self.name}-now", self.now)

    @property
    def target_radios(self) -> SafeString:
        """The control's seven buttons of the target."""
        return _radios(get_language(), f"{self.name}-target", self.target)

    @property
    def shown_words(self) -> SafeString:
        """The seven words under the control, of which its look shows one."""
        return _shown_words(get_language())

    @property
    def words(self) -> str:
        """The level in text."""
        return words(self)

    @property
    def words_now(self) -> str:
        """The same without last time, which is shown when it is asked for."""
        return words(replace(self, previous=None))

    @property
    def marks(self) -> str:
        """The same without a name before it."""
        return _marks(self)

    @property
    def now_word(self) -> str:
        """The words of the present mark."""
        return position_label(self.now)

    @property
    def target_word(self) -> str:
        """The words of the target."""
        return position_label(self.target)

    @property
    def other_word(self) -> str:
        """The words of the other's mark."""
        return position_label(self.other)

    @property
    def previous_word(self) -> str:
        """The words of the last time's mark."""
        return position_label(self.previous)

    @property
    def picture(self) -> Picture:
        """The geometry of this level's drawing."""
        rail, dots = _steps(self.now, self.target, self.steps)
        return Picture(
            height=TUBE_HEIGHT + (RAIL_HEIGHT if self.target is not None or self.steps else 0),
            now=None if self.now is None else x_of(self.now),
            target=None if self.target is None else x_of(self.target),
            other=None if self.other is None else x_of(self.other),
            previous=None if self.previous is None else x_of(self.previous),
            rail=rail,
            dots=dots,
        )


@dataclass(frozen=True)
class Board:
    """The levels of one assessment or conversation, with what its legend needs to name."""

    levels: Sequence[Level]

    def _first(self, label: str) -> Words:
        """The first label that a level gives: the same person or day on them all."""
        return next((getattr(level, label) for level in self.levels if getattr(level, label)), "")

    @property
    def now_label(self) -> Words:
        """Whose bubble it is."""
        return self._first("now_label") or _("now")

    @property
    def other_label(self) -> Words:
        """Whose ring it is, empty when no level has one."""
        return self._first("other_label") if any(level.other is not None for level in self.levels) else ""

    @property
    def previous_label(self) -> Words:
        """When the dashed mark was made, empty when no level has one."""
        return self._first("previous_label") if any(level.previous is not None for level in self.levels) else ""

    @property
    def has_target(self) -> bool:
        """Whether any level has a target."""
        return any(level.target is not None for level in self.levels)

    @property
    def has_open_step(self) -> bool:
        """Whether any agreed step is still to be done."""
        return any(not done for level in self.levels for done in level.steps)

    @property
    def has_done_step(self) -> bool:
        """Whether any agreed step is done."""
        return any(done for level in self.levels for done in level.steps)


@dataclass(frozen=True)
class Moment:
    """One row of a question's history: the day in the reader's format, and the level of that day."""

    label: Words
    level: Level

    @property
    def words(self) -> str:
        """The level of that day in text; one's own without "now", since the day stands beside it."""
        return words(self.level) if self.level.now_label or self.level.other is not None else _marks(self.level)


@dataclass(frozen=True)
class History:
    """The same question on several days, newest first."""

    question: Words
    moments: Sequence[Moment]


def words(level: Level) -> str:
    """The level in text, one sentence for each party.

    "Aino: slightly on the plus side, target clearly on the plus side, 2 steps, 1 done. Matti: on the plus side"
    """
    agree = level.now is not None and level.now == level.other
    if agree and level.now_label and level.target is None and not level.steps:
        both = _("%(one)s and %(other)s") % {"one": level.now_label, "other": level.other_label}
        sentences = [f"{both}: {position_label(level.now)}"]
    else:
        now = level.now_label or _("Now")
        sentences = [f"{now}: {_marks(level)}"]
        if level.other is not None:
            sentences.append(f"{level.other_label}: {position_label(level.other)}")
    if level.previous is not None:
        sentences.append(f"{level.previous_label}: {position_label(level.previous)}")
    return ". ".join(sentences)


def _marks(level: Level) -> str:
    """The mark, the target and the steps, with commas."""
    mine = [position_label(level.now)]
    if level.target is not None:
        mine.append(_("target %(position)s") % {"position": position_label(level.target)})
    if count := len(level.steps):
        mine.append(ngettext("%(count)d step", "%(count)d steps", count) % {"count": count})
    if done := sum(map(bool, level.steps)):
        mine.append(ngettext("%(count)d done", "%(count)d done", done) % {"count": done})
    return ", ".join(mine)


def _steps(
    now: int | None, target: int | None, steps: Sequence[bool]
) -> tuple[tuple[float, float] | None, tuple[Dot, ...]]:
    """The line from the bubble to the target, and the steps spread evenly along it.

    Where they do not fit between, they stand close together before the target and the line grows with them; without
    a target they follow the bubble towards plus.
    """
    count = len(steps)
    if target is None:
        space = min(STEP_SPACE + 8, (WIDTH - 24) / max(count, 1))
        first: float = min(x_of(now or 0), WIDTH - 12 - space * (count - 1))
        return None, _dots([first + space * i for i in range(count)], steps)
    end = x_of(target)
    if now is None and not count:
        return None, ()
    start = end if now is None else x_of(now)
    even = (end - start) / (count + 1)
    if abs(even) >= TRIANGLE_SPACE:
        return _line(start, end), _dots([start + even * (i + 1) for i in range(count)], steps)
    if not count:
        return _line(start, end), ()
    direction = 1 if end > start or (end == start and target >= 0) else -1
    room = (end if direction > 0 else WIDTH - end) - TRIANGLE_SPACE - 12
    space = min(STEP_SPACE, room / max(count - 1, 1))
    if space < STEP_SPACE / 2:  # no room on that side of the target
        direction = -direction
        space = STEP_SPACE
    places = [end - direction * (TRIANGLE_SPACE + space * i) for i in reversed(range(count))]
    first = min(start, *places) if direction > 0 else max(start, *places)
    return _line(first, end), _dots(places, steps)


def _line(first: float, last: float) -> tuple[float, float] | None:
    """A line between two places, none where they are the same."""
    return None if first == last else (round(first, 1), round(last, 1))


def _dots(places: Sequence[float], steps: Sequence[bool]) -> tuple[Dot, ...]:
    return tuple(Dot(round(x, 1), bool(done)) for x, done in zip(places, steps, strict=True))
