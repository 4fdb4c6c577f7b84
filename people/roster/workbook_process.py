"""Run by itself: an XLSX from standard input, its sheets as JSON to standard output, within limits.

A dense sheet with one cell in the last column and row would want gigabytes, and a directory may lie about sizes.
"""

import datetime
import io
import json
import resource
import sys

MEMORY = 600_000_000  # of addresses, of which the program and its libraries are a good part
CPU_SECONDS = 15
MOST_ROWS, MOST_SHEETS = 60_001, 20


def text(value: object) -> str:
    """A cell as somebody would have typed it. A number of a person is no 201.0."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return "" if value is None else str(value)


def main() -> None:
    """3 and a word: refused for that reason; any other ending: not readable."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineWorkbook  # after the limits

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    names = workbook.sheet_names[:MOST_SHEETS]
    found = []
    for name in names:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS)
        if len(rows) == MOST_ROWS:
            sys.stdout.write("rows")
            sys.exit(3)
        found.append((name, [[text(cell) for cell in row] for row in rows]))
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
