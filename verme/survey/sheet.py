"""Released results as an XLSX. Numbers are numbers; a text that a spreadsheet might run as a formula stays a text."""

from __future__ import annotations

import io
from typing import Any

from django.utils.translation import gettext as _

from core.cells import cell

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def of(context: dict[str, Any]) -> bytes:
    """One sheet: question, choice, share of this season, shares of earlier ones; then the comments."""
    from openpyxl import Workbook  # imported late: 100 ms

    book = Workbook()
    page = book.active
    page.title = _("Results")[:31]
    season, earlier = context["season"], context["earlier"]

    def row(*values: Any) -> None:
        page.append([cell(each) for each in values])
        for made in page[page.max_row] if values else ():
            if isinstance(made.value, str):
                made.data_type = "s"  # openpyxl would make an error of “#N/A”

    promise = _("Results are told from %(n)s answers up.") % {"n": context["least"]}
    row(context["title"], season.name)
    if context["shown"] is None:
        row(_("too small a group"), promise)
    else:
        row(_("Answers"), context["answers"])
        row()
        row(_("Question"), _("Choice"), f"{season.name}, %", *(f"{old.season.name}, %" for old in earlier))
        for each in context["shown"]:
            for line in each.lines:
                shares = [_number(share) for share in (line.share, *line.earlier)]
                row(each.question.text, line.words, *shares)
            if not each.enough:
                row(each.question.text, _("too small a group"), promise)
            for comment in each.comments:
                row(each.question.text, comment)
    for column, width in (("A", 48), ("B", 48), ("C", 18)):
        page.column_dimensions[column].width = width
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _number(share: str) -> int | str:
    digits = share.removesuffix(" %")
    return int(digits) if digits.isascii() and digits.isdigit() else share
