"""Rows of a sheet as people, with everything that is wrong in them: each by its row and column, all at once."""

from __future__ import annotations

import calendar
import datetime
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from people.roster.columns import Layout
from people.roster.reading import Row, Sheet
from people.user.models import number_key

LONGEST = {
    "number": 40,
    "last_name": 90,
    "first_name": 90,
    "calling_name": 90,
    "email": 254,
    "username": 150,
    "title_fi": 120,
    "title_sv": 120,
    "title_en": 120,
}
LANGUAGES = {
    "fi": "fi fin suomi finska finnish fi-fi",
    "sv": "sv swe ruotsi svenska swedish sv-fi sv-se",
    "en": "en eng englanti engelska english en-gb en-us",
}
_LANGUAGES = {word: code for code, words in LANGUAGES.items() for word in words.split()}
NO = frozenset(
    [
        "0",
        "false",
        "f",
        "no",
        "n",
        "ei",
        "e",
        "off",
        "nej",
        "ej",
        "passiivinen",
        "inaktiv",
        "inactive",
        "päättynyt",
        "suljettu",
        "poistettu",
    ]
)
OUTSIDERS = {"guest", "vieras", "ulkopuolinen", "gäst", "extern", "external"}
PREFIXES = frozenset(
    ["af", "av", "von", "van", "de", "der", "den", "del", "della", "da", "di", "du", "la", "le", "ter", "zu"]
)
FIRST_YEAR, LAST_YEAR = 1900, 2200
PARENT, SEVERAL, ESCAPE = "/", "|;", "\\"
_MARKS, _ESCAPED = re.compile(r"([/|;\\])"), re.compile(r"\\([/|;\\])")
DEEPEST = 12
Path = tuple[str, ...]


@dataclass
class Finding:
    """Something to say of a file: a key of `words.FINDINGS`, the rows, the column by place, what stands there."""

    code: str
    rows: list[int] = field(default_factory=list)
    at: int | None = None
    value: str = ""
    params: dict[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """For keeping it in a row."""
        return {"code": self.code, "rows": self.rows, "at": self.at, "value": self.value, "params": self.params}


@dataclass
class PersonInFile:
    """What a row says of a person; None where the file has no such column or says nothing."""

    row: int
    number: str = ""
    last_name: str = ""
    first_name: str = ""
    email: str = ""
    username: str = ""
    calling_name: str | None = None
    title_fi: str | None = None
    title_sv: str | None = None
    title_en: str | None = None
    language: str | None = None
    unit: Path | None = None
    supervisor: str = ""
    deputies: tuple[str, ...] = ()
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None

    @property
    def key(self) -> str:
        """Of the number."""
        return number_key(self.number)

    @property
    def name(self) -> str:
        """Etunimi Sukunimi."""
        return f"{self.calling_name or self.first_name.split(' ')[0]} {self.last_name}"

    @property
    def list_name(self) -> str:
        """Sukunimi Etunimi."""
        return f"{self.last_name} {self.calling_name or self.first_name.split(' ')[0]}"


@dataclass
class Roster:
    """A whole file: its people, and what is wrong, worth knowing or left out."""

    people: list[PersonInFile] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    left_out: list[Finding] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    is_whole: bool = True
    places: dict[str, int] = field(default_factory=dict)  # meaning → its column

    def wrong(self, code: str, rows: list[int], meaning: str = "", value: str = "", **params: Any) -> None:
        """An error."""
        self.errors.append(Finding(code, rows, self.places.get(meaning), value, params))


def people_in(sheet: Sheet, layout: Layout) -> Roster:
    """The people of a sheet. Rows without anything are passed over."""
    places = {meaning: at for at, meaning in reversed(list(enumerate(layout.meanings))) if meaning}
    found = Roster(columns=set(places), is_whole=layout.is_whole, places=places)
    _refuse_layout(found)
    if found.errors:
        return found
    said: dict[tuple[str, str], list[int]] = defaultdict(list)  # of a note that many rows share
    for number, row in enumerate(sheet.rows[layout.header :], layout.header + 1):
        if any(row):
            _read_row(found, number, row, said)
    found.notes += [Finding(code, rows, places.get("unit"), value) for (code, value), rows in said.items()]
    _refuse_twice(found)
    if "unit" in places and not any(name in places for name in ("supervisor", "supervisor_and_deputies")):
        found.notes.append(Finding("no_supervisors"))
    return found


def _refuse_layout(found: Roster) -> None:
    has = found.columns
    if not has & {"last_first", "first_last"} and not {"last_name", "first_name"} <= has:
        found.errors.append(Finding("no_name_column"))
    if not has & {"number", "email", "principal_name", "username"}:
        found.errors.append(Finding("no_identity_column"))


def _refuse_twice(found: Roster) -> None:
    """One person, one address and one user name stand in a file once."""
    for meaning, key_of in (
        ("number", lambda person: person.key),
        ("email", lambda person: person.email),
        ("username", lambda person: person.username.lower()),
    ):
        rows: dict[str, list[PersonInFile]] = defaultdict(list)
        for person in found.people:
            if key := key_of(person):  # type: ignore[no-untyped-call]
                rows[key].append(person)
        for same in rows.values():
            if len(same) > 1:
                value = getattr(same[0], meaning)
                at = meaning if meaning in found.places else "principal_name"
                found.wrong(f"{meaning}_twice", [person.row for person in same], at, value)
    _note_zeros(found)


def _note_zeros(found: Roster) -> None:
    """Numbers that have lost their zeros: the column has others with zeros, or a supervisor is named with them."""
    padded = [person.number for person in found.people if person.number.startswith("0") and person.number.isdecimal()]
    width = max(map(len, padded), default=0)
    named: dict[str, set[str]] = defaultdict(set)
    for person in found.people:
        for number in (person.number, person.supervisor, *person.deputies):
            named[number_key(number)].add(number)
    rows, example = [], {"value": "", "other": ""}
    for person in found.people:
        is_short = person.number.isdecimal() and 0 < len(person.number) < width
        others = named[person.key] - {person.number}
        if person.number and (is_short or others):
            rows.append(person.row)
            example = {"value": person.number, "other": max(others, default=person.number.zfill(width), key=len)}
    if rows:
        found.notes.append(
            Finding("zeros", rows, found.places.get("number"), example["value"], {"other": example["other"]})
        )


# ---- One row


def _read_row(found: Roster, number: int, row: Row, said: dict[tuple[str, str], list[int]]) -> None:
    def cell(meaning: str) -> str:
        return row[found.places[meaning]] if meaning in found.places else ""

    last, first = _names(cell)
    shown = f"{last} {first}".strip() or cell("display_name") or cell("principal_name") or cell("email")
    if why := _left_out(found, cell, last, first):
        found.left_out.append(Finding(why, [number], None, shown))
        return
    person = PersonInFile(number, last_name=last, first_name=first, number=cell("number"))
    for meaning, value in (("last_name", last), ("first_name", first)):
        if not value:
            at = meaning if meaning in found.places else "last_first" if "last_first" in found.places else "first_last"
            found.wrong(f"no_{meaning}", [number], at)
    person.email = _email(found, number, cell)
    person.username = _username(found, number, cell("username"))
    if not person.number and not person.email and not person.username:
        found.wrong("no_number" if "number" in found.places else "no_identity", [number], "number")
    for meaning in ("calling_name", "title_fi", "title_sv", "title_en"):
        if meaning in found.places:
            setattr(person, meaning, cell(meaning))
    if language := cell("language"):
        person.language = _LANGUAGES.get(language.casefold())
        if not person.language:
            found.wrong("language", [number], "language", language)
    for meaning in ("starts_on", "ends_on"):
        setattr(person, meaning, _day(found, number, meaning, cell(meaning)))
    if person.starts_on and person.ends_on and person.ends_on < person.starts_on:
        found.wrong("ends_before", [number], "ends_on", cell("ends_on"))
    for meaning, longest in LONGEST.items():
        if len(getattr(person, meaning) or "") > longest:
            found.wrong("long", [number], meaning, longest=longest)
    _unit(found, person, cell("unit"), said)
    _supervisors(person, cell, said)
    found.people.append(person)


def _left_out(found: Roster, cell: Callable[[str], str], last: str, first: str) -> str:
    """Why a row is nobody of the staff; empty for one who is."""
    if cell("user_type").casefold() in OUTSIDERS or "#ext#" in cell("principal_name").casefold():
        return "guest"
    if cell("active").casefold() in NO:
        return "inactive"
    from_directory = {"principal_name", "user_type", "display_name"} & found.columns
    return "no_person" if from_directory and not last and not first else ""


def _names(cell: Callable[[str], str]) -> tuple[str, str]:
    """Last name and first names, also from one cell."""
    last, first = cell("last_name"), cell("first_name")
    if last or first:
        return last, first
    if both := cell("last_first"):
        last, comma, first = both.partition(",")
        if comma:
            return last.strip(), first.strip()
        words = both.split(" ")
        end = next((at for at, word in enumerate(words) if word.casefold() not in PREFIXES), 0) + 1
        return " ".join(words[:end]), " ".join(words[end:])
    if both := cell("first_last"):
        last, comma, first = both.partition(",")
        if comma:  # that is how it is written the other way round
            return last.strip(), first.strip()
        words = both.split(" ")
        start = len(words) - 1
        while start > 1 and words[start - 1].casefold() in PREFIXES:
            start -= 1
        return " ".join(words[start:]), " ".join(words[:start])
    return "", ""


def _email(found: Roster, number: int, cell: Callable[[str], str]) -> str:
    meaning = "email" if cell("email") else "principal_name"
    written = cell(meaning).lower()
    if not written:
        return ""
    try:
        validate_email(written)
    except ValidationError:
        found.wrong("email", [number], meaning, written)
        return ""
    return written


def _username(found: Roster, number: int, written: str) -> str:
    if "@" in written or " " in written:
        found.wrong("username", [number], "username", written)
        return ""
    return written


def _day(found: Roster, number: int, meaning: str, written: str) -> datetime.date | None:
    if not written:
        return None
    try:
        return read_day(written)
    except NoSuchDay as no_such:
        found.wrong("day_of_month", [number], meaning, written, last=no_such.last)
    except ValueError:
        found.wrong("day", [number], meaning, written)
    return None


class NoSuchDay(ValueError):
    """Written as a day, but the month is shorter; `last` is its last day."""

    def __init__(self, last: str) -> None:
        super().__init__(last)
        self.last = last


DAYS = (
    re.compile(r"(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ][0-9:.]+Z?)?"),
    re.compile(r"(?P<y>(?:19|20|21)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>\d\d)"),
    re.compile(r"(?P<d>\d\d)(?P<m>\d\d)(?P<y>\d{4})"),
    re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})"),
)


def read_day(written: str) -> datetime.date:
    """3.5.2026, 2026-05-03, 20260503, 03052026, 03/05/2026: the day first, as Finland writes. Nothing is guessed."""
    for shape in DAYS:
        found = shape.fullmatch(written)
        if not found:
            continue
        year, month, day = int(found["y"]), int(found["m"]), int(found["d"])
        if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12 or not day:
            break
        last = calendar.monthrange(year, month)[1]
        if day > last:
            raise NoSuchDay(f"{last}.{month}.{year}")
        return datetime.date(year, month, day)
    raise ValueError(written)


# ---- Units and supervisors


def parts_of(written: str, marks: str) -> list[str]:
    r"""Cut at these marks, but not at one behind a \\, which stays where it is."""
    parts, start, at = list[str](), 0, 0
    while at < len(written):
        if written[at] == ESCAPE:
            at += 1
        elif written[at] in marks:
            parts.append(written[start:at].strip())
            start = at + 1
        at += 1
    return [*parts, written[start:].strip()]


def path_of(written: str) -> Path:
    r"""The names from the top of the tree down: Kotikunta/Sivistys. A \\ before a / makes it part of a name."""
    return tuple(_ESCAPED.sub(r"\1", name) for name in parts_of(written, PARENT))


def escaped(name: str) -> str:
    """A name of a unit, or a user name, as it stands among others in one cell."""
    return _MARKS.sub(r"\\\1", name)


def written_path(path: Path) -> str:
    """What `path_of` reads as this path."""
    return PARENT.join(escaped(name) for name in path)


def _several(written: str) -> list[str]:
    return [part for part in parts_of(written, SEVERAL) if part]


def _unit(found: Roster, person: PersonInFile, written: str, said: dict[tuple[str, str], list[int]]) -> None:
    if not written:
        return
    first, *others = _several(written) or [written]
    for other in others:
        said["other_unit", other].append(person.row)
    path = path_of(first)
    if not all(path) or len(path) > DEEPEST or any(len(name) > 150 for name in path):
        found.wrong("unit", [person.row], "unit", written)
        return
    person.unit = path


def _supervisors(person: PersonInFile, cell: Callable[[str], str], said: dict[tuple[str, str], list[int]]) -> None:
    meaning = "supervisor_and_deputies" if cell("supervisor_and_deputies") else "supervisor"
    first, *others = [_ESCAPED.sub(r"\1", part) for part in _several(cell(meaning))] or [""]
    person.supervisor = first
    deputies = [_ESCAPED.sub(r"\1", part) for part in _several(cell("deputy"))]
    if meaning == "supervisor_and_deputies":
        deputies = [*others, *deputies]
    else:
        for other in others:
            said["other_supervisor", other].append(person.row)
    person.deputies = tuple(dict.fromkeys(deputies))
