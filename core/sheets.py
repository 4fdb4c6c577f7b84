"""A table as a file that a spreadsheet opens: CSV as Excel here reads it, or XLSX. No cell is ever a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

from core.cells import cell

MOST_IN_SHEET = 5000  # rows of an XLSX at once: a second's work; a longer one is the worker's (core/long_sheets.py)
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_of(kind: str, name: str, heads: list[str], rows: Iterable[Iterable[Any]]) -> HttpResponse:
    """The answer with the file: `kind` is csv or xlsx."""
    return as_file(kind, name, xlsx(heads, rows) if kind == "xlsx" else _csv(heads, rows))


def as_file(kind: str, name: str, content: bytes) -> HttpResponse:
    """To be saved, and kept by no browser."""
    response = HttpResponse(content, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _csv(heads: list[str], rows: Iterable[Iterable[Any]]) -> bytes:
    kept = io.StringIO()
    writer = csv.writer(kept, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([cell(value) for value in row] for row in rows)
    return kept.getvalue().encode("utf-8-sig")


def xlsx(heads: list[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """The content of the file."""
    from openpyxl import Workbook  # imported late: 100 ms
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    page = book.create_sheet()
    for column, head in enumerate(heads):
        page.column_dimensions[chr(ord("A") + column)].width = max(18, len(head) + 4)
    page.freeze_panes = "A2"

    def written(value: Any) -> Any:
        made = WriteOnlyCell(page, cell(value))
        if isinstance(made.value, str):
            made.data_type = "s"  # openpyxl would make an error of “#N/A”
        return made

    first = [written(head) for head in heads]
    for each in first:
        each.font = Font(bold=True)
    page.append(first)
    for row in rows:
        page.append([written(value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
