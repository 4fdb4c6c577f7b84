"""A release as its page, its PDF and its sheet show it, beside that of the term before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vatupassi.figures.models import Release
from vatupassi.figures.rules import FIRST

FEW_HIDDEN = 4  # units of one parent that are named one by one although nothing is told of them
CELL, HEIGHT = 76, 38  # of the picture: one band, one row
DIGIT, SPACE, NARROWEST = 9, 5, 128  # pixels of the axis: a digit with any face; between two; all, where it is shortest
Words = dict[str, str]


@dataclass(frozen=True)
class Figure:
    """One number as it is told: a band, perhaps a share, or nothing."""

    low: int | None = None
    high: int = 0
    share: int | None = None

    @property
    def words(self) -> str:
        """“20–39”, “too small a group”."""
        return _("too small a group") if self.low is None else f"{self.low}–{self.high}"

    @property
    def share_words(self) -> str:
        """Its share of the people, where it is told."""
        if self.share is None:
            return ""
        if self.share == 0:
            return _("under %(share)s") % {"share": "5\u00a0%"}
        return _("about %(share)s") % {"share": f"{min(self.share, 95)}\u00a0%"}


NONE = Figure()


@dataclass(frozen=True)
class Scale:
    """The axis of bands: each is as wide as the others."""

    ticks: list[int]

    @property
    def width(self) -> int:
        """Of the drawing."""
        return len(self.ticks) * CELL

    @property
    def grid(self) -> str:
        """A line where each band begins, and at the end: the path of an SVG."""
        return "".join(f"M{number * CELL}.5 0v{HEIGHT}" for number in range(len(self.ticks) + 1))

    @property
    def marked(self) -> list[str]:
        """What stands at each band: its number, or nothing where the longest would touch the next one."""
        every = -(-(len(str(self.ticks[-1])) * DIGIT + SPACE) * len(self.ticks) // NARROWEST)
        return [str(tick) if number % every == 0 else "" for number, tick in enumerate(self.ticks)]

    def x_of(self, figure: Figure) -> int | None:
        """Where a band begins in the drawing."""
        return self.ticks.index(figure.low) * CELL if figure.low in self.ticks else None


@dataclass(frozen=True)
class Line:
    """One row: a unit, or an occasion. ``more``: so many units in one row, of none of which anything is told."""

    name: str
    depth: int = 0
    offered: Figure = NONE
    held: Figure = NONE
    in_time: Figure = NONE
    before: Figure | None = None  # held in the term before; None where it has not been told
    more: list[str] = field(default_factory=list)
    band_x: int | None = None
    was_x: int | None = None

    @property
    def is_untold(self) -> bool:
        """Whether not one figure of it is told: then a phone says so once."""
        return all(
            figure is None or figure.low is None for figure in (self.offered, self.held, self.in_time, self.before)
        )


class Shown(NamedTuple):
    """Everything that is shown of a release."""

    whole: Line
    units: list[Line]
    occasions: list[Line]
    scale: Scale
    told: int  # units of which a figure of held conversations is told
    hidden: int
    promises: str


def shown(release: Release, before: Release | None) -> Shown:
    """The release in the reader's language."""
    figures, earlier = release.figures or {}, (before.figures if before else None) or {}
    rows = figures["rows"]
    was = {row["id"]: _figure(row["held"]) for row in earlier.get("rows", []) if row["id"]}
    if earlier.get("rows"):
        was |= {rows[0]["id"]: _figure(earlier["rows"][0]["held"])}
    about = {row["name"]["fi"]: _figure(row["held"]) for row in earlier.get("occasions", [])}
    scale = _scale([row["held"] for row in rows + figures["occasions"]], was.values())
    lines = [_line(row, was.get(row["id"]) if before else None, scale) for row in rows]
    told = [any(row[name] for name in ("offered", "held", "in_time")) for row in rows]
    occasions = [
        _drawn(Line(_name(row), held=_figure(row["held"]), before=about.get(row["name"]["fi"])), scale)
        for row in figures["occasions"]
    ]
    return Shown(
        lines[0],
        _units(rows, lines, told),
        occasions,
        scale,
        sum(row["held"] is not None for row in rows),
        sum(row["held"] is None for row in rows),
        _share(figures["promises"]),
    )


def _figure(told: list[int | None] | None) -> Figure:
    return Figure(*told) if told else NONE  # type: ignore[arg-type]


def _name(row: dict[str, Any]) -> str:
    names, language = row["name"], (get_language() or "fi")[:2]
    return names.get(language) or names["fi"] or _("The whole organisation")


def _line(row: dict[str, Any], before: Figure | None, scale: Scale) -> Line:
    offered, held, in_time = (_figure(row[name]) for name in ("offered", "held", "in_time"))
    return _drawn(Line(_name(row), offered=offered, held=held, in_time=in_time, before=before), scale)


def _drawn(line: Line, scale: Scale) -> Line:
    at = scale.x_of(line.before) if line.before else None
    return _but(line, band_x=scale.x_of(line.held), was_x=None if at is None else at + CELL // 2)


def _but(line: Line, **changes: Any) -> Line:
    return Line(**(line.__dict__ | changes))


def _scale(held: list[Any], before: Any) -> Scale:
    """From five to the highest band there is; five bands at least."""
    lows = [each[0] for each in held if each] + [each.low for each in before if each.low]
    ticks = [FIRST[0] << number for number in range(5)]
    while lows and ticks[-1] < max(lows):
        ticks.append(ticks[-1] * 2)
    return Scale(ticks)


def _units(rows: list[dict[str, Any]], lines: list[Line], told: list[bool]) -> list[Line]:
    """Told units, those that they are part of, and straight below them the hidden ones: many of them in one row."""
    below: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        below.setdefault(row["parent"], []).append(number)
    seen = list(told)
    for number in range(len(rows) - 1, 0, -1):
        seen[rows[number]["parent"]] |= seen[number]
    found: list[Line] = []
    waiting = [(number, 0) for number in reversed(below.get(0, []))] if seen and seen[0] else []
    hidden_of: dict[int, list[int]] = {
        parent: [number for number in children if not seen[number]] for parent, children in below.items()
    }
    folded = {number for hidden in hidden_of.values() if len(hidden) > FEW_HIDDEN for number in hidden}
    while waiting:
        number, depth = waiting.pop()
        if number < 0:  # what is folded below a unit comes after its told ones
            found.append(Line("", depth, more=[lines[each].name for each in hidden_of[-number - 1]]))
        elif number not in folded:
            found.append(_but(lines[number], depth=depth))
            if seen[number]:
                children = below.get(number, [])
                fold = [(-number - 1, depth + 1)] if any(child in folded for child in children) else []
                waiting += fold + [(child, depth + 1) for child in reversed(children)]
    top = [lines[number].name for number in below.get(0, []) if number in folded]
    return found + ([Line("", 0, more=top)] if top and seen[0] else [])


def _share(promises: int | str | None) -> str:
    if promises is None:
        return ""
    said = {"≥ 80": _("at least %(share)s"), "≤ 20": _("at most %(share)s")}.get(str(promises), _("about %(share)s"))
    return said % {"share": f"{str(promises).removeprefix('≥ ').removeprefix('≤ ')}\u00a0%"}
