"""A release as an XLSX: bands are texts, so that no program adds them up."""

from __future__ import annotations

import io
from typing import Any

from django.utils.translation import gettext as _

from core.cells import cell

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
INDENT = "\u2003"


def of(context: dict[str, Any]) -> bytes:
    """Units, occasions, promises."""
    from openpyxl import Workbook  # imported late: 100 ms
    from openpyxl.styles import Font

    book = Workbook()
    page = book.active
    page.title = _("Figures")[:31]
    shown, term = context["shown"], context["term"]

    def row(*values: Any, bold: bool = False) -> None:
        page.append([cell(each) for each in values])
        for made in page[page.max_row] if values else ():
            if isinstance(made.value, str):
                made.data_type = "s"  # openpyxl would make an error of “#N/A”
            made.font = Font(bold=bold)

    row(_("Figures: %(term)s") % {"term": term.title}, bold=True)
    row(_("Numbers of people, in bands. They cannot be added up."))
    row()
    row(_("Unit"), _("Was offered a conversation"), _("Had a conversation"), _("Follow-up in time"), bold=True)
    for line in [shown.whole, *shown.units]:
        if line.more:
            row(INDENT * line.depth + ", ".join(line.more), *[_("too small a group")] * 3)
        else:
            row(INDENT * line.depth + line.name, line.offered.words, line.held.words, line.in_time.words)
    row()
    row(_("What conversations were about"), _("Had a conversation"), bold=True)
    for line in shown.occasions:
        row(line.name, line.held.words)
    row()
    row(_("Promises kept by supervisors"), shown.promises or _("too small a group"))
    row()
    row(_("What is not told, and why"), bold=True)
    few, least, supervisors = context["least"] - 1, context["least"], context["least_supervisors"]
    row(
        _(
            "So it is when the number, or what is left of it by subtraction, would be so small or so large that it "
            "tells of 0–%(few)s people, and when a unit has fewer than %(least)s people or %(supervisors)s "
            "supervisors. Which of these it is, nobody is told: that would give the small number away."
        )
        % {"few": few, "least": least, "supervisors": supervisors}
    )
    for column, width in (("A", 48), ("B", 26), ("C", 26), ("D", 26)):
        page.column_dimensions[column].width = width
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
