"""The bytes of a file as rows of plain texts. What cannot be read says why; the file itself is never kept."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from core.cells import unguarded
from core.texts.cleaning import clean

MOST_BYTES = 15_000_000
MOST_UNPACKED = 150_000_000
MOST_PARTS = 500  # of an XLSX
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 60_000, 100, 500
MOST_SHEETS = 20
SECONDS = 20
DELIMITERS = ";,\t|"
LOOKED_AT = 50  # rows, for the delimiter
ENCODINGS = ("cp1252", "iso8859_15", "mac_roman", "cp850", "cp437")  # of systems here; UTF-8 is tried first
LETTERS = frozenset("åäöÅÄÖšžŠŽéÉèÈüÜøØæÆõÕáÁíÍóÓúÚñÑçÇëËïÏđŋŧÞþðÐß’–§€")  # of names here; other letters speak against
XLSX, OLD_OR_LOCKED = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
SPACES = re.compile(r"\s+")

Row = list[str]


class Unreadable(Exception):
    """Why nothing of a file was read: a key of `words.UNREADABLE`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass
class Sheet:
    """Rows as they are in the file, the first one is row 1; each as wide as the widest."""

    name: str
    rows: list[Row]


def read(content: bytes) -> list[Sheet]:
    """The sheets of a file that have something in them; a CSV is one sheet without a name."""
    if not content.strip():
        raise Unreadable("empty")
    if len(content) > MOST_BYTES:
        raise Unreadable("big")
    if content.startswith(OLD_OR_LOCKED):
        raise Unreadable("locked")
    sheets = _workbook(content) if content.startswith(XLSX) else [Sheet("", _csv(_text(content)))]
    found = [Sheet(sheet.name, rows) for sheet in sheets if (rows := _plain(sheet.rows))]
    if not found:
        raise Unreadable("empty")
    return found


def plain(text: str) -> str:
    """One cell: on one line, composed letters, no spaces around it, without an export's guard against formulas."""
    if text.isascii() and text.isalnum():
        return text
    return unguarded(SPACES.sub(" ", unicodedata.normalize("NFC", clean(text))).strip())


def _plain(rows: list[Row]) -> list[Row]:
    """Cleaned, of one width, without empty rows at the end."""
    if len(rows) > MOST_ROWS:
        raise Unreadable("rows")
    if any(len(cell) > LONGEST_CELL for row in rows for cell in row):
        raise Unreadable("cell")
    cleaned = [[plain(cell) for cell in row] for row in rows]
    while cleaned and not any(cleaned[-1]):
        cleaned.pop()
    width = max((len(row) for row in cleaned), default=0)
    if width > MOST_COLUMNS:
        raise Unreadable("columns")
    return [row + [""] * (width - len(row)) for row in cleaned]


# ---- CSV


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in content:
        raise Unreadable("kind")
    else:
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        texts = [text for each in ENCODINGS if (text := _decoded(content, each)) is not None]
        return max(texts, key=_fits)  # of equals the first


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _fits(text: str) -> int:
    """How many more of the letters that are not ASCII are such as names have here."""
    return sum(count if sign in LETTERS else -count for sign, count in Counter(text).items() if not sign.isascii())


def _csv(text: str) -> list[Row]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error:
        raise Unreadable("quotes") from None


def _delimiter(text: str) -> str:
    """The one that cuts most of the first rows into equally many cells. (`csv.Sniffer` guesses letters.)"""
    lines = [line for line in text.splitlines()[: LOOKED_AT * 2] if line.strip()][:LOOKED_AT]
    best, chosen = (0.0, 0), ";"
    for delimiter in DELIMITERS:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
        width, count = widths.most_common(1)[0] if widths else (1, 0)
        score = (count / len(lines), width)
        if width > 1 and score > best:
            best, chosen = score, delimiter
    return chosen


# ---- XLSX


def _workbook(content: bytes) -> list[Sheet]:
    """Read in a process of its own, with limits: whatever a file does, it does there."""
    _refuse_bomb(content)
    script = Path(__file__).with_name("workbook_process.py")
    try:
        done = subprocess.run([sys.executable, "-I", script], input=content, capture_output=True, timeout=SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Unreadable("big") from None
    if done.returncode:
        raise Unreadable(done.stdout.decode(errors="replace") if done.returncode == 3 else "broken")
    return [Sheet(name, rows) for name, rows in json.loads(done.stdout)]


def _refuse_bomb(content: bytes) -> None:
    """What the directory at its end says of the sizes; the process's limits hold for one that lies."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Unreadable("broken") from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable("unpacked")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("locked")
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise Unreadable("kind")
