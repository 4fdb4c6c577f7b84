"""Bytes as rows: encodings, delimiters, workbooks, and files that mean no good."""

import contextlib
import datetime
import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from people.roster.reading import MOST_BYTES, Unreadable, read

NAMES = "numero;nimi\n1;Åke Öhman\n2;Ääri Šimek\n"


def workbook(*rows, name="Lista") -> bytes:
    book = Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding):
    assert read(NAMES.encode(encoding))[0].rows[1:] == [["1", "Åke Öhman"], ["2", "Ääri Šimek"]]


@pytest.mark.parametrize("encoding", ["iso8859_1", "mac_roman", "cp850", "cp437", "cp1252"])
def test_older_encodings_by_their_letters(encoding):
    text = NAMES.replace("Š", "S")
    assert read(text.encode(encoding))[0].rows[1:] == [["1", "Åke Öhman"], ["2", "Ääri Simek"]]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters(delimiter):
    text = NAMES.replace(";", delimiter) + f'3{delimiter}"Laine{delimiter} ""Matti"""\n'
    assert read(text.encode())[0].rows[-1] == ["3", f'Laine{delimiter.strip()} "Matti"']


def test_cells_are_cleaned_and_rows_keep_their_numbers():
    rows = read("a;b\n\n  Aino   Maria ;x\u0000y\n;\n;;\n".replace("\u0000", "\u200b\ufeff").encode())[0].rows
    assert rows == [["a", "b"], ["", ""], ["Aino Maria", "x\u200by"]]


def test_a_guard_of_an_export_is_taken_away():
    assert read(b"a;b\n'=1+1;'t Hart\n")[0].rows[1] == ["=1+1", "'t Hart"]


def test_a_workbook_keeps_numbers_and_days():
    content = workbook(["numero", "päivä"], [201, datetime.datetime(2026, 5, 3)], [None, None], ["00202", 1.5])
    sheet = read(content)[0]
    assert (sheet.name, sheet.rows[1:]) == ("Lista", [["201", "2026-05-03"], ["", ""], ["00202", "1.5"]])


def bomb() -> bytes:
    """A small archive that unpacks to hundreds of megabytes."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _each in range(200):
                part.write(b"0" * 1_000_000)
    return kept.getvalue()


def far_cell() -> bytes:
    """One cell in the last column of the last row: dense, that is gigabytes."""
    book = Workbook()
    book.active["A1"] = "a"
    book.active["XFD1048576"] = "b"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def with_part(name: str, text: str) -> bytes:
    """A workbook in which one part is another."""
    source, kept = zipfile.ZipFile(io.BytesIO(workbook(["a", "b"], ["1", "2"]))), io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for each in source.namelist():
            archive.writestr(each, text if each == name else source.read(each))
    return kept.getvalue()


LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
HOSTILE = {
    "empty": b"",
    "blank": b" \n ; \n",
    "zeros": b"a;b\n\0\0\0\n",
    "old": b"\xd0\xcf\x11\xe0" + b"x" * 600,
    "cut": workbook(["a"])[:200],
    "no workbook": b"PK\x03\x04" + b"x" * 100,
    "bomb": bomb(),
    "far": far_cell(),
    "quote": b'a;b\n"c;d\n' + b"e;f\n" * 50_000,
    "long cell": b"a;b\n" + b"x" * 2_000_000 + b";y\n",
    "columns": b";".join([b"x"] * 5000) + b"\n" + b"1\n",
    "rows": b"a;b\n" * 70_000,
    "big": b"a;b\n" * (MOST_BYTES // 4 + 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_quickly(name):
    begun = time.process_time()
    with pytest.raises(Unreadable):
        read(HOSTILE[name])
    assert time.process_time() - begun < 1


def test_entities_open_nothing():
    secret = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    sheet += '<c r="A1" t="inlineStr"><is><t>x&e;y</t></is></c></row></sheetData></worksheet>'
    try:
        rows = [row for found in read(with_part("xl/worksheets/sheet1.xml", secret + sheet)) for row in found.rows]
    except Unreadable:
        rows = []
    assert not [cell for row in rows for cell in row if "root:" in cell]


def test_laughs_are_not_multiplied():
    part = f'<?xml version="1.0"?>{LAUGHS}]><sst><si><t>&j;</t></si></sst>'
    with contextlib.suppress(Unreadable):
        read(with_part("xl/sharedStrings.xml", part))
