"""A file between two pages: its rows without what must never be stored, sealed in a row of its own for a day."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from people.models import RosterImport, User
from people.roster.columns import Dropped, Layout, blank_forbidden, header_row, letter, proposed_for
from people.roster.models import packed, unpacked
from people.roster.people_in_file import people_in
from people.roster.plan import Plan, plan_of
from people.roster.reading import Sheet, read

WHY_SYSTEM = "save the import that its owner has looked at"


@dataclass
class Staged:
    """What is known of a file so far."""

    name: str
    sheets: list[Sheet]
    dropped: dict[str, Dropped]  # by sheet
    layout: Layout
    answers: dict[int, str] = field(default_factory=dict)

    @property
    def sheet(self) -> Sheet:
        """The one that is read."""
        return next((sheet for sheet in self.sheets if sheet.name == self.layout.sheet), self.sheets[0])

    def take(self, layout: Layout) -> None:
        """Read it so from now on. Another row of headers may show more that must not be stored."""
        self.layout = layout
        new = blank_forbidden(self.sheet, layout.header)
        known = self.dropped.setdefault(layout.sheet, Dropped())
        known.columns |= new.columns
        known.cells += new.cells
        for at in known.columns:
            if at < len(layout.meanings):
                layout.meanings[at] = ""

    def plan(self, by: User, saved_by: User | None) -> Plan:
        """What it would change now."""
        return plan_of(people_in(self.sheet, self.layout), by, saved_by=saved_by, answers=self.answers)

    def column(self, at: int | None) -> str:
        """C · Etunimi."""
        if at is None:
            return ""
        header = self.layout.headers(self.sheet)[at]
        return f"{letter(at)} · {header}" if header else letter(at)

    def as_bytes(self) -> bytes:
        """For the sealed field."""
        return packed(
            {
                "name": self.name,
                "sheets": [[sheet.name, sheet.rows] for sheet in self.sheets],
                "dropped": {
                    name: [[[at, kind] for at, kind in found.columns.items()], found.cells]
                    for name, found in self.dropped.items()
                },
                "layout": asdict(self.layout),
                "answers": [[row, answer] for row, answer in self.answers.items()],
            }
        )

    @classmethod
    def from_bytes(cls, content: bytes) -> Staged:
        """As `as_bytes` has kept it."""
        data: dict[str, Any] = unpacked(content)
        dropped = {
            name: Dropped(dict(columns), [(row, at, kind) for row, at, kind in cells])
            for name, (columns, cells) in data["dropped"].items()
        }
        sheets = [Sheet(name, rows) for name, rows in data["sheets"]]
        return cls(data["name"], sheets, dropped, Layout(**data["layout"]), dict(data["answers"]))


def staged_from(content: bytes, name: str) -> Staged:
    """Read a file, drop what must never be stored, and propose how to understand it."""
    sheets = read(content)
    best = max(sheets, key=lambda sheet: (bool(header_row(sheet)), len(sheet.rows)))
    dropped = {sheet.name: blank_forbidden(sheet, header_row(sheet)) for sheet in sheets if sheet is not best}
    header = header_row(best)
    staged = Staged(name[:200], sheets, dropped, proposed_for(best, header))
    staged.take(staged.layout)
    return staged


def staged_of(row: RosterImport, reader: User) -> Staged:
    """For whoever brought it."""
    return Staged.from_bytes(row.content.open(reader))
